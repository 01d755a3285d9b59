/// Text from elsewhere, made harmless and short enough to show.
package enum LogText {
    package static let maximumBytes = 8192

    /// Drops terminal escape sequences, shows other control and direction characters as `\uXXXX`, and cuts after
    /// ``maximumBytes`` bytes of input.
    package static func clean(_ bytes: some Collection<UInt8>) -> String {
        let cut = bytes.count - maximumBytes
        let text = plain(String(decoding: bytes.prefix(maximumBytes), as: UTF8.self))
        return cut > 0 ? "\(text) … (\(cut) bytes cut)" : text
    }

    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var escape = EscapeSequence()
        for scalar in text.unicodeScalars where !escape.swallows(scalar) {
            if scalar == "\t" || !(scalar.properties.generalCategory == .control || scalar.properties.isBidiControl) {
                result.append(scalar)
            } else if scalar != "\r" {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
                result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
            }
        }
        return String(result)
    }
}

/// Recognises terminal escape sequences (ECMA-48): CSI `ESC [ … final`, string sequences such as OSC up to BEL or
/// `ESC \`, and two-character ones.
private struct EscapeSequence {
    private enum Position { case outside, afterEscape, inControl, inString, inStringAfterEscape }
    private var position = Position.outside

    mutating func swallows(_ scalar: Unicode.Scalar) -> Bool {
        switch position {
        case .outside:
            guard scalar == "\u{1b}" else { return false }
            position = .afterEscape
        case .afterEscape:
            switch scalar {
            case "[": position = .inControl
            case "]", "P", "X", "^", "_": position = .inString
            default: position = .outside
            }
        case .inControl:
            if ("\u{40}"..."\u{7e}").contains(scalar) { position = .outside }
        case .inString:
            if scalar == "\u{07}" { position = .outside }
            if scalar == "\u{1b}" { position = .inStringAfterEscape }
        case .inStringAfterEscape:
            position = scalar == "\\" ? .outside : .inString
        }
        return true
    }
}
