/// What is known about a program that ended: how, its last lines, and what it was started with.
package struct Evidence: Equatable, Sendable {
    package enum Stage: Equatable, Sendable {
        /// Building an image with system packages.
        case image
        case install
        /// Before the app answered for the first time.
        case start
        /// After that.
        case run
    }

    /// The script that the start command names.
    package struct Script: Equatable, Sendable {
        package let path: String
        /// Without its line end.
        package let firstLine: String
        package let hasWindowsLineEnds: Bool

        package init(path: String, text: String) {
            self.path = path
            let first = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
            firstLine = String(String.UnicodeScalarView(first))
            hasWindowsLineEnds = text.utf8.contains(UInt8(ascii: "\r"))
        }
    }

    package var stage: Stage
    package var exitCode: Int
    package var outOfMemory: Bool
    /// Newest last.
    package var lines: [String]
    package var startCommand: String
    package var port: UInt16?
    /// GiB.
    package var memory: Int?
    /// Such as `3.11.2`; nil looks for it in the log.
    package var python: String?
    /// Of the requirements file as it is; nil if there is none.
    package var requirements: [String]?
    package var build: BuildMethod
    package var installer: Installer
    /// Names at the top of the repository.
    package var files: Set<String>
    /// nil if it cannot be read.
    package var script: Script?
    /// Names of the environment variables that the person set.
    package var variables: Set<String>

    package init(
        stage: Stage, exitCode: Int, outOfMemory: Bool = false, lines: [String], startCommand: String = "",
        port: UInt16? = nil, memory: Int? = nil, python: String? = nil, requirements: [String]? = nil,
        build: BuildMethod = .python, installer: Installer = .uv, files: Set<String> = [], script: Script? = nil,
        variables: Set<String> = []
    ) {
        self.stage = stage
        self.exitCode = exitCode
        self.outOfMemory = outOfMemory
        self.lines = lines
        self.startCommand = startCommand
        self.port = port
        self.memory = memory
        self.python = python
        self.requirements = requirements
        self.build = build
        self.installer = installer
        self.files = files
        self.script = script
        self.variables = variables
    }
}
