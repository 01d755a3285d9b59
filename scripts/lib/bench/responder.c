/* Minimal FastCGI responder: four threads that accept and write the same bytes, like dcc's acceptor threads.
 * Usage: responder SOCKET BODY_FILE */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int listening;
static char body[1 << 20];
static int length;

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, listening, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_FPrintF(request.out, "Status: 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n\r\n");
        FCGX_PutStr(body, length, request.out);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    FILE *file = fopen(words[2], "r");
    if (!file) return 1;
    length = (int)fread(body, 1, sizeof body, file);
    FCGX_Init();
    listening = FCGX_OpenSocket(words[1], 511);
    chmod(words[1], 0666);
    pthread_t threads[4];
    for (int number = 0; number < 4; number++) pthread_create(&threads[number], NULL, serve, NULL);
    pthread_join(threads[0], NULL);
    return 0;
}
