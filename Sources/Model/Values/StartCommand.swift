/// The command line that starts an app, run by `/bin/sh -c` inside its container and nowhere else.
///
/// One line of 1 to 4096 bytes. Shell characters are allowed; characters that change how the
/// line is displayed or split (controls, line separators, bidirectional overrides: CVE-2021-42574) are refused.
package struct StartCommand: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 4096

    /// What an image built from a Dockerfile starts by itself: its ENTRYPOINT and CMD. Written as an empty command.
    package static let ofImage = StartCommand()

    private init() { rawValue = "" }

    /// - Parameter build: with a Dockerfile the command may be empty.
    package init(_ text: String, build: BuildMethod) throws(FieldError) {
        if build == .dockerfile, text.allSatisfy(\.isWhitespace) { self = .ofImage } else { try self.init(text) }
    }

    package init(_ text: String) throws(FieldError) {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Self.error("command_required", "Enter the command that starts the app, such as python app.py.")
        }
        guard text.utf8.count <= Self.maximumLength else {
            throw Self.error("command_too_long", "The command is longer than \(Self.maximumLength) bytes.")
        }
        guard !text.unicodeScalars.contains(where: Self.isRefused) else {
            throw Self.error(
                "command_control_char", "Use one line without control characters or invisible direction marks.")
        }
        rawValue = text
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isBidiControl
        }
    }

    private static func error(_ code: String, _ message: String) -> FieldError {
        FieldError(field: "start_command", code: code, message: message)
    }
}
