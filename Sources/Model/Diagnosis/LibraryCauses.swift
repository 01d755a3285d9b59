/// Which library, program or device a package needs that the container does not have.
enum LibraryCauses {
    static let rules: [Rule] = [
        Rule(
            "library_missing", "{library}: cannot open shared object file", "cannot load library '{library}'",
            "Could not load library {library}.", "Unable to load library '{library}'",
            message: "The library {library} is missing; Debian's package {debian} has it.",
            hint: "Add {debian} to the system packages.", remedy: .systemPackages("{debian}")),
        Rule(
            "library_missing", "no library called \"{library}\" was found", "{library} library not found",
            "Unable to find {library} shared library", "Unable to find {library} library",
            "failed to find lib{library}.",
            "ImportError: {library} is not installed", "Could not find {library} library",
            message: "The library {library} is missing; Debian's package {debian} has it.",
            hint: "Add {debian} to the system packages.", remedy: .systemPackages("{debian}")),
        Rule(
            "cuda_library_missing", "libcuda.so.1: cannot open shared object file",
            message: "NVIDIA's driver library libcuda.so.1 is not in the container: the app has no GPU.",
            hint: "Give the app a GPU in its settings."),
        Rule(
            "cuda_library_missing", "libcud{library}: cannot open", "libcublas{library}: cannot open",
            "libnv{library}: cannot open",
            "libcufft{library}: cannot open", "libcurand{library}: cannot open", "libcusparse{library}: cannot open",
            "libcusolver{library}: cannot open", "libnccl{library}: cannot open",
            message: "A library of CUDA[ for {place}] is missing or of another version than the package expects.",
            hint: "Use versions of torch and of this package that are built for the same CUDA."),
        Rule(
            "library_missing", "{library}: cannot open shared object file", "cannot load library '{library}'",
            message: "The library {library} is missing.",
            hint: "Add the Debian package that has it to the system packages."),
        Rule(
            "library_mismatch", "undefined symbol: {symbol}",
            message: "A compiled package does not fit another one: {symbol} is missing.",
            hint: "Ask for versions that are built for each other, often of torch and the package that the log names."),
        Rule(
            "program_missing", "TesseractNotFoundError",
            message: "The program tesseract is not in the image; Debian's package tesseract-ocr has it.",
            hint: "Add tesseract-ocr to the system packages.", remedy: .systemPackages("tesseract-ocr")),
        Rule(
            "program_missing", "PDFInfoNotInstalledError", "Is poppler installed",
            message: "The programs of poppler are not in the image.",
            hint: "Add poppler-utils to the system packages.", remedy: .systemPackages("poppler-utils")),
        Rule(
            "program_missing", "JAVA_HOME is not set", "Java gateway process exited", "JVMNotFoundException",
            "No Java runtime present",
            message: "The app needs Java, which is not in the image.",
            hint: "Add default-jre-headless to the system packages.", remedy: .systemPackages("default-jre-headless")),
        Rule(
            "program_missing", "cannot find Chrome binary", "Unable to obtain driver for chrome",
            "'chromedriver' executable needs to be in PATH",
            message: "The app drives Chrome, which is not in the image.",
            hint: "Add chromium and chromium-driver to the system packages.",
            remedy: .systemPackages("chromium chromium-driver")),
        Rule(
            "browser_missing", "Executable doesn't exist at {path}", "playwright install",
            message: "Playwright's browsers are not installed.",
            hint: "Start with: playwright install chromium && {command}",
            remedy: .command("playwright install chromium && {command}")),
        Rule(
            "program_missing", "Bad git executable", "No such file or directory: 'git'",
            message: "The program git is not in the image; Debian's package git has it.",
            hint: "Add git to the system packages.", remedy: .systemPackages("git")),
        Rule(
            "program_missing", "failed to execute {program*}, make sure the Graphviz executables",
            message: "The programs of Graphviz are not in the image.", hint: "Add graphviz to the system packages.",
            remedy: .systemPackages("graphviz")),
        Rule(
            "program_missing", "No ffmpeg exe could be found", "ffmpeg not found", "ffmpeg is not installed",
            "Couldn't find ffmpeg", "ffprobe: not found", "Please install ffmpeg", "ffmpeg was not found",
            message: "The program ffmpeg is not in the image; Debian's package ffmpeg has it.",
            hint: "Add ffmpeg to the system packages.", remedy: .systemPackages("ffmpeg")),
        Rule(
            "compiler_missing", "Failed to find C compiler", "No such file or directory: 'gcc'",
            "No such file or directory: 'cc'", "No such file or directory: 'g++'", "Ninja is required to load C++ ext",
            message: "The app compiles code while it runs, and the image has no compiler.",
            hint: "Add build-essential to the system packages.", remedy: .systemPackages("build-essential ninja-build")),
        Rule(
            "program_missing", "No such file or directory: '{path}'",
            "PermissionError: [Errno 13] Permission denied: '{path}'",
            message: "The app runs the program {path}, which Debian's package {path_debian} has.",
            hint: "Add {path_debian} to the system packages.", remedy: .systemPackages("{path_debian}")),
        Rule(
            "display_missing", "no display name and no $DISPLAY", "cannot connect to X server",
            "could not connect to display",
            "Could not load the Qt platform plugin", "qt.qpa.xcb", "DisplayConnectionError",
            message: "The app opens a window, and a container has no screen.",
            hint:
                "Use a web interface, or headless variants: opencv-python-headless, MPLBACKEND=Agg, QT_QPA_PLATFORM=offscreen."
        ),
        Rule(
            "sound_missing", "Error querying device -1", "Invalid input device", "No Default Input Device Available",
            "ALSA lib",
            message: "The app uses a sound device, and a container has none.",
            hint: "Take sound from the browser instead, for example with gr.Audio."),
        Rule(
            "locale_missing", "unsupported locale setting",
            message: "The app sets a locale that the image does not have ({place}).",
            hint: "Set LC_ALL=C.UTF-8, or add locales-all to the system packages.",
            remedy: .systemPackages("locales-all")),
    ]
}
