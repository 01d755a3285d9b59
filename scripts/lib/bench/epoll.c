/* Bare epoll loop, to compare parked polls with: keeps every connection that has sent a request, and sends all of them the
 * same bytes when a request for /go arrives, which is answered last.
 * Usage: epoll PORT BODY_FILE */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 65536

static char answer[1 << 20];
static int length;
static char parked[CONNECTIONS];

static int listen_on(int port) {
    int yes = 1, listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 4096)) exit(1);
    return listening;
}

static void add(int epoll, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static void send_answer(int descriptor) {
    if (write(descriptor, answer, length) != length) exit(3);
}

static void serve(int descriptor) {
    char request[4096];
    ssize_t size = read(descriptor, request, sizeof request - 1);
    if (size <= 0) {
        parked[descriptor] = 0;
        close(descriptor);
        return;
    }
    request[size] = 0;
    if (strncmp(request, "GET /go", 7)) {
        parked[descriptor] = 1;
        return;
    }
    for (int other = 0; other < CONNECTIONS; other++) {
        if (!parked[other]) continue;
        parked[other] = 0;
        send_answer(other);
    }
    send_answer(descriptor);
}

int main(int count, char **words) {
    static char body[1 << 19];
    struct epoll_event events[256];
    FILE *file = count == 3 ? fopen(words[2], "r") : NULL;
    if (!file) return 2;
    int size = (int)fread(body, 1, sizeof body - 1, file);
    length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", size, body);
    int listening = listen_on(atoi(words[1])), epoll = epoll_create1(0);
    add(epoll, listening);
    for (;;) {
        int ready = epoll_wait(epoll, events, 256, -1);
        for (int index = 0; index < ready; index++) {
            if (events[index].data.fd != listening) {
                serve(events[index].data.fd);
                continue;
            }
            int descriptor;
            while ((descriptor = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) add(epoll, descriptor);
        }
    }
}
