/// Which file, folder or resource an app could not use.
enum FileCauses {
    static let rules: [Rule] = [
        Rule(
            "package_read_only", "'/opt/dcc/packages/lib/{version}/site-packages/{module*}/",
            alongside: [["Read-only file system"]],
            message: "The package {module} writes into its own folder, which apps share and cannot change.",
            hint: "Install with pip, which gives the app packages of its own.", remedy: .installer(.pip)),
        Rule(
            "path_read_only", "Read-only file system: '{path}'",
            message: "The app writes to {path}, which is read-only.",
            hint: "Let it write below [{data_folder}|/app, such as /app/data], or to the folder that TMPDIR names."),
        Rule(
            "path_not_writable", "Permission denied: '{path}'",
            message: "The app may not write to {outside}[ ({place})].",
            hint: "Let it write below [{data_folder}|/app, such as /app/data], or to the folder that TMPDIR names."),
        Rule(
            "path_not_writable", "Permission denied: '{path}'", "Operation not permitted: '{path}'",
            message: "The app has no access to {path}[ ({place})].",
            hint: "Check the file's mode in the repository."),
        Rule(
            "path_read_only", "Read-only file system", "EROFS: read-only file system, {action} '{path}'",
            message: "The app writes outside of its folder[, to {path}], where everything is read-only[ ({place})].",
            hint: "Let it write below [{data_folder}|/app, such as /app/data], or to the folder that TMPDIR names."),
        Rule(
            "disk_full", "No space left on device", "Disk quota exceeded", "ENOSPC",
            message: "The disk or the app's temporary folder was full[ ({place})].",
            hint: "Ask the operator to free disk space, or let the app write less, then redeploy.", remedy: .redeploy),
        Rule(
            "shared_memory_full", "insufficient shared memory (shm)", "unable to open shared memory object",
            "out of shared memory",
            message: "The app's shared memory /dev/shm is full.",
            hint: "Use fewer workers (num_workers=0), or ask the operator to raise containers.sharedMemory."),
        Rule(
            "git_lfs_pointer", "invalid load key, 'v'", "HeaderTooLarge", "version https://git-lfs.github.com",
            "Invalid header: git-lfs",
            message: "A model file is only a Git LFS pointer[ ({place})]: the file itself was not fetched.",
            hint: "Check that the file is in the repository's LFS storage, then redeploy.", remedy: .redeploy),
        Rule(
            "model_file_damaged", "invalid load key", "PytorchStreamReader failed", "MetadataIncompleteBuffer",
            "Unable to open file (file signature not found)", "Error while deserializing header",
            "is not a zip file", "central directory not found",
            message: "A model file is damaged or not what the app expects[ ({place})].",
            hint: "Delete and fetch it again; an interrupted download leaves such a file.", remedy: .redeploy),
        Rule(
            "database_not_opened", "sqlite3.OperationalError: unable to open database file",
            message: "The app's SQLite database cannot be opened ({place}).",
            hint: "Put it below [{data_folder}|/app], into a folder that exists."),
        Rule(
            "file_missing", "FileNotFoundError: [Errno 2] No such file or directory: '{path}'",
            "FileNotFoundError: [Errno 2] No such file or directory: PosixPath('{path}')", "No such file: '{path}'",
            message: "The app does not find {path}[ ({place})].",
            hint: "Add it to the repository; names are case-sensitive, and the app runs in the repository's folder."),
        Rule(
            "json_invalid", "JSONDecodeError: {words*}",
            message: "The app reads JSON that is none: {words}[ ({place})].",
            hint: "Check the file or the answer that it reads there."),
        Rule(
            "text_encoding", "UnicodeDecodeError: '{codec}' codec can't decode byte {byte} in position {number#}",
            message: "The app reads a text that is not {codec}: byte {byte} at {number}[ ({place})].",
            hint: "Save the file as UTF-8, or name its encoding in open()."),
        Rule(
            "too_many_files", "Too many open files",
            message: "The app has too many files open at once[ ({place})].", hint: "Close files, or use fewer workers."),
        Rule(
            "too_many_threads", "can't start new thread", "Resource temporarily unavailable", "pthread_create failed",
            message: "The app started more threads and processes than it may.",
            hint: "Use fewer workers; OMP_NUM_THREADS=4 limits those of numeric libraries.",
            remedy: .variable("OMP_NUM_THREADS", "4")),
        Rule(
            "user_unknown", "getpwuid(): uid not found",
            message: "The app asks for the name of its user, which has none.",
            hint: "Set USER to any name.", remedy: .variable("USER", "app")),
        Rule(
            "out_of_memory_python", "MemoryError", "Unable to allocate {size*} for an array", "Cannot allocate memory",
            "DefaultCPUAllocator: can't allocate memory", "JavaScript heap out of memory", "std::bad_alloc",
            message: "The app needed more memory than the limit of [{memory} GiB|the app].",
            hint: "Raise its memory limit, or use a smaller model.", remedy: .moreMemory),
    ]
}
