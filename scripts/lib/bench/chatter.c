/* An app that logs: `chatter LINES` writes so many lines a second, each with its number and the time in seconds since 1970. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **words) {
    long lines = count == 2 ? atol(words[1]) : 1;
    struct timespec now, pause = {0, 1000000000L / lines};
    if (lines == 1) pause = (struct timespec){1, 0};
    for (long number = 1;; number++) {
        clock_gettime(CLOCK_REALTIME, &now);
        printf("INFO step %ld at %ld.%06ld: loss 0.1234, 12.3 images a second\n", number, (long)now.tv_sec, now.tv_nsec / 1000);
        fflush(stdout);
        nanosleep(&pause, NULL);
    }
}
