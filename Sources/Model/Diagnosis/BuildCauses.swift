/// Why a package without a fitting wheel could not be built.
enum BuildCauses {
    /// Which package was being built, in uv's words and in pip's.
    private static let building: [Pattern] = [
        "^error: Failed to build `{package}`", "^error: Failed to download and build `{package}`",
        "Failed to build `{package}`", "╰─> {package}$",
        "ERROR: Failed building wheel for {package}", "^Collecting {package}",
        "Building wheel for {package} (",
    ]
    private static let failed: [[Pattern]] = [
        [
            "Failed to build `", "Failed building wheel", "metadata-generation-failed", "subprocess-exited-with-error",
            "legacy-install-failure", "did not run successfully",
        ], building,
    ]

    static let rules: [Rule] = [
        Rule(
            "package_renamed", "error: Failed to build `", "error: Failed to download and build `",
            "error: metadata-generation-failed",
            "error: legacy-install-failure", alongside: failed,
            message: "{wanted} cannot be installed: the package is called {renamed}.",
            hint: "Ask for {renamed} instead.", remedy: .instead("{renamed}")),
        Rule(
            "version_too_old_for_python", "error: Failed to build `", "error: Failed to download and build `",
            "error: metadata-generation-failed",
            "error: subprocess-exited-with-error", "error: legacy-install-failure", "ERROR: Failed building wheel",
            alongside: failed,
            message: "{wanted} is too old for Python {python}: it has no build for it, and building it failed.",
            hint: "{name} {first_fit} is the first with a build for Python {python}.",
            remedy: .instead("{name}>={first_fit}")),
        Rule(
            "build_needs_postgres", "pg_config executable not found", alongside: failed,
            message: "{wanted} has to be built and needs PostgreSQL's headers.",
            hint: "Use psycopg2-binary, which is ready to use.", remedy: .instead("psycopg2-binary")),
        Rule(
            "build_needs_cuda", "CUDA_HOME environment variable is not set", "nvcc was not found", "/bin/nvcc'",
            "Unable to find nvcc", alongside: failed,
            message: "{wanted} is built with CUDA's compiler, which the image does not have.",
            hint: "Use a wheel that fits the image's torch and CUDA, or an image with the CUDA toolkit."),
        Rule(
            "build_needs_header", "fatal error: {header}: No such file or directory", alongside: failed,
            message: "{wanted} has to be built and needs {header}.", hint: "Add {header_package}.",
            remedy: .systemPackages("build-essential python3-dev {header_package}")),
        Rule(
            "build_needs_header", "fatal error: {header}: No such file or directory", alongside: failed,
            message: "{wanted} has to be built and needs {header}.",
            hint: "Add the Debian package that has {header} to the system packages."),
        Rule(
            "build_needs_mysql", "Can not find valid pkg-config name", "mysql_config: not found", alongside: failed,
            message: "{wanted} has to be built and needs MySQL's headers.",
            hint: "Add default-libmysqlclient-dev, or use PyMySQL.",
            remedy: .systemPackages("build-essential python3-dev pkg-config default-libmysqlclient-dev")),
        Rule(
            "build_needs_rust", "can't find Rust compiler", "Rust toolchain", "cargo, the Rust package manager, is not",
            alongside: failed,
            message: "{wanted} has no build for[ Python {python}| this Python] and needs Rust to be built.",
            hint: "Ask for a newer version, which has one.", remedy: .instead("{name}")),
        Rule(
            "build_needs_cmake", "CMake must be installed", "Command '['cmake'", "No such file or directory: 'cmake'",
            "CMake is not installed", alongside: failed,
            message: "{wanted} has to be built and needs cmake and a compiler.", hint: "Add both as system packages.",
            remedy: .systemPackages("build-essential cmake")),
        Rule(
            "build_needs_swig", "command 'swig' failed", "No such file or directory: 'swig'", alongside: failed,
            message: "{wanted} has to be built and needs swig.", hint: "Add swig and a compiler as system packages.",
            remedy: .systemPackages("build-essential swig")),
        Rule(
            "build_needs_compiler", "No such file or directory: 'x86_64-linux-gnu-g", "gcc' failed: No such file",
            "g++' failed: No such file", "cc' failed: No such file", "unable to execute 'gcc'",
            "cannot link a simple C program", "No such file or directory: 'gcc'", "No such file or directory: 'cc'",
            "No such file or directory: 'g++'", "CMAKE_CXX_COMPILER", "error: linker `cc` not found",
            "No such file or directory: 'c++'", "error: Microsoft Visual C++", alongside: failed,
            message:
                "{wanted} has no wheel for[ Python {python}| this Python], and the image has no compiler to build it.",
            hint: "Ask for a version with a wheel, or add a compiler.",
            remedy: .systemPackages("build-essential python3-dev")),
        Rule(
            "build_out_of_memory", "Killed signal terminated program", "fatal error: Killed", alongside: failed,
            message: "Building {wanted} needed more than[ {memory} GiB of] memory.", hint: "Raise the memory limit.",
            remedy: .moreMemory),
        Rule(
            "build_for_old_setuptools", "No module named 'pkg_resources'", "use_2to3 is invalid",
            "No module named 'distutils", "No module named 'numpy.distutils", "has no attribute 'cython_sources'",
            "has no attribute 'ImpImporter'", "No module named 'imp'", "Cython.Compiler.Errors.CompileError",
            alongside: failed,
            message: "{wanted} is too old to be built with[ Python {python} and] today's build tools.",
            hint: "Ask for a newer version.", remedy: .instead("{name}")),
        Rule(
            "build_for_python_2", "SyntaxError: Missing parentheses in call to 'print'",
            "No module named 'ConfigParser'", alongside: failed,
            message: "{wanted} is written for Python 2.", hint: "Ask for a newer version, or another package.",
            remedy: .leaveOut),
        Rule(
            "build_needs_module", "ModuleNotFoundError: No module named '{module}'", alongside: failed,
            message: "{wanted} needs {module} to be built and does not say so.",
            hint: "Use a version with a wheel, or install with pip, which sees the image's packages.",
            remedy: .leaveOut),
        Rule(
            "build_failed", "error: Failed to build `", "error: Failed to download and build `",
            "error: metadata-generation-failed",
            "error: subprocess-exited-with-error", "error: legacy-install-failure", "ERROR: Failed building wheel",
            alongside: failed + [
                ["  {exception}Error: {reason*}", "^  {exception}Error: {reason*}", "  error: {reason*}"]
            ],
            message: "{wanted} has no wheel for[ Python {python}| this Python], and building it failed: {reason}",
            hint: "Ask for another version; without one, the newest that fits is installed.",
            remedy: .instead("{name}")),
        Rule(
            "build_failed", "error: Failed to build `", "error: Failed to download and build `",
            "error: metadata-generation-failed",
            "error: subprocess-exited-with-error", "error: legacy-install-failure", "ERROR: Failed building wheel",
            alongside: failed,
            message: "{wanted} has no wheel for[ Python {python}| this Python], and building it failed.",
            hint: "Ask for another version; without one, the newest that fits is installed.",
            remedy: .instead("{name}")),
    ]
}
