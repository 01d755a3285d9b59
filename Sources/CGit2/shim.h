// libgit2 for Swift. `git_libgit2_opts` takes variable arguments, which Swift cannot call:
// each option that the project sets has a function here.
#pragma once
#include <git2.h>
#include <git2/sys/errors.h>
#include <git2/sys/stream.h>
#include <sys/prctl.h>

/// Trust the certificates in this PEM file.
static inline int dcc_git_trust(const char *file) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, NULL);
}

/// Look for configuration of this level in `path` only: a host's own Git configuration must not steer us.
static inline int dcc_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

/// Refuse objects larger than this in memory, in bytes, for one mapped window of a pack.
static inline int dcc_git_set_mwindow_mapped_limit(size_t bytes) {
    return git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, bytes);
}

/// Ask for the newest `depth` commits only, where the library can (1.7 and later).
static inline void dcc_git_set_depth(git_fetch_options *options, int depth) {
#if LIBGIT2_VER_MAJOR > 1 || (LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR >= 7)
    options->depth = depth;
#else
    (void)options;
    (void)depth;
#endif
}

/// A connection of ours under libgit2's TLS. `parent` comes first, as libgit2 asks of every stream.
typedef struct {
    git_stream parent;
    int socket;
} dcc_git_stream;

/// From now on no program gives this process, or one that it starts, more rights than it has (set-uid programs do not).
static inline int dcc_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
