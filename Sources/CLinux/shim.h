// Linux's calls that Swift's Glibc module lacks. Those for child processes are declared for _GNU_SOURCE alone.
#pragma once
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int folder);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/// POSIX_SPAWN_SETSID, and O_PATH of open(2).
static const short dcc_spawn_setsid = 0x80;
static const int dcc_open_path = 010000000;

/// pidfd_open(2): readable once the process has ended; closed on exec.
static inline int dcc_pidfd_open(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

/// memfd_create(2): a file in memory without a name; closed on exec (MFD_CLOEXEC).
static inline int dcc_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 1u);
}
