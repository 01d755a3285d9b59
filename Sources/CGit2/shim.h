// libgit2 for Swift. `git_libgit2_opts` is variadic, which Swift cannot call: one function per option that we set.
#pragma once
#include <git2.h>
#include <git2/sys/errors.h>
#include <git2/sys/stream.h>
#include <sys/prctl.h>

/// Trust the certificate authorities in this PEM file.
static inline int dcc_git_trust(const char *file) {
    return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, NULL);
}

/// Search for configuration of this level only in `path`, so that the host's Git configuration has no effect.
static inline int dcc_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

/// Limit the memory-mapped pack windows, in bytes.
static inline int dcc_git_set_mwindow_mapped_limit(size_t bytes) {
    return git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, bytes);
}

/// Whether to hash each object again when it is read.
static inline int dcc_git_verify_objects(int enabled) {
    return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

/// Fetch only the newest `depth` commits, if the library supports it (1.7 and later).
static inline void dcc_git_set_depth(git_fetch_options *options, int depth) {
#if LIBGIT2_VER_MAJOR > 1 || (LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR >= 7)
    options->depth = depth;
#else
    (void)options;
    (void)depth;
#endif
}

/// Our connection under libgit2's TLS. libgit2 requires `parent` to be the first member of a stream.
typedef struct {
    git_stream parent;
    int socket;
} dcc_git_stream;

/// Prevents this process and its children from gaining privileges through exec, for example of set-uid programs.
static inline int dcc_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
