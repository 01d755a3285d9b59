/* Minimal FastCGI responder: four threads that accept and write the same bytes, like dcc's acceptor threads.
 * With a database, each request's body is first committed as one row with synchronous=FULL.
 * Usage: responder SOCKET BODY_FILE [DATABASE] */
#include <fcgiapp.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int listening;
static char body[1 << 20];
static int length;
static sqlite3 *database;
static sqlite3_stmt *insert;
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

static int open_database(const char *path) {
    return sqlite3_open(path, &database) == SQLITE_OK &&
           sqlite3_exec(database,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "CREATE TABLE IF NOT EXISTS forms (form TEXT NOT NULL)",
                        NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(database, "INSERT INTO forms VALUES (?)", -1, &insert, NULL) == SQLITE_OK;
}

static int write_row(FCGX_Stream *form) {
    char text[1 << 16];
    int size = FCGX_GetStr(text, sizeof text, form);
    pthread_mutex_lock(&writing);
    sqlite3_bind_text(insert, 1, text, size, SQLITE_STATIC);
    int outcome = sqlite3_step(insert);
    sqlite3_reset(insert);
    pthread_mutex_unlock(&writing);
    return outcome == SQLITE_DONE;
}

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, listening, 0);
    while (FCGX_Accept_r(&request) == 0) {
        const char *status = !database ? "200 OK" : write_row(request.in) ? "202 Accepted" : "500 Internal Server Error";
        FCGX_FPrintF(request.out, "Status: %s\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n\r\n", status);
        FCGX_PutStr(body, length, request.out);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **words) {
    if (count != 3 && count != 4) return 2;
    FILE *file = fopen(words[2], "r");
    if (!file) return 1;
    length = (int)fread(body, 1, sizeof body, file);
    if (count == 4 && !open_database(words[3])) return 1;
    FCGX_Init();
    listening = FCGX_OpenSocket(words[1], 511);
    chmod(words[1], 0666);
    pthread_t threads[4];
    for (int number = 0; number < 4; number++) pthread_create(&threads[number], NULL, serve, NULL);
    pthread_join(threads[0], NULL);
    return 0;
}
