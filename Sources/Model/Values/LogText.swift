/// Sanitizes and shortens untrusted text for display.
package enum LogText {
    package static let maximumBytes = 8192

    /// Removes terminal escape sequences, shows other control and direction characters as `\uXXXX`, and truncates to
    /// ``maximumBytes`` bytes.
    package static func clean(_ bytes: some Collection<UInt8>) -> String {
        cut(plain(String(decoding: bytes, as: UTF8.self), false))
    }

    /// Output of a program as part of a sentence: all its lines as one, clean, without a full stop at the end.
    package static func sentence(_ text: some StringProtocol) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            let words = clean(line.utf8).drop(while: \.isWhitespace)
            return String(words.reversed().drop(while: \.isWhitespace).reversed())
        }
        let sentence = lines.filter { !$0.isEmpty }.joined(separator: " ")
        return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }

    /// Like ``clean(_:)``, but keeps color and weight sequences (SGR, ECMA-48 8.3.117) and redacts secrets before
    /// truncating. A line that contains a secret loses its colors, because a sequence may split the secret.
    package static func line(_ text: String, _ redaction: Redaction?) -> String {
        let bare = plain(text, false)
        let shown = redaction?.apply(bare) ?? bare
        return cut(shown == bare ? plain(text, true) : shown)
    }

    private static func cut(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.count > maximumBytes else { return text }
        return
            "\(String(decoding: bytes.prefix(maximumBytes), as: UTF8.self)) … (\(bytes.count - maximumBytes) bytes cut)"
    }

    private static func plain(_ text: String, _ keepingColours: Bool) -> String {
        // Nearly all lines.
        guard !text.utf8.allSatisfy({ (0x20...0x7e).contains($0) || $0 == UInt8(ascii: "\t") }) else { return text }
        var result = String.UnicodeScalarView()
        var escape = EscapeSequence()
        for scalar in text.unicodeScalars {
            switch escape.consume(scalar) {
            case .part: continue
            case .colour(let parameters):
                if keepingColours { result.append(contentsOf: "\u{1b}[\(parameters)m".unicodeScalars) }
            case .text: result.append(contentsOf: shown(scalar))
            }
        }
        return String(result)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        if scalar == "\t" || !(scalar.properties.generalCategory == .control || scalar.properties.isBidiControl) {
            return String(scalar).unicodeScalars
        }
        guard scalar != "\r" else { return "".unicodeScalars }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)".unicodeScalars
    }
}

/// Recognizes terminal escape sequences (ECMA-48): CSI `ESC [ … final`, string sequences such as OSC up to BEL or
/// `ESC \`, and two-character ones.
private struct EscapeSequence {
    enum Outcome {
        /// Outside any sequence.
        case text
        case part
        /// The end of a color sequence, with its parameters: digits and semicolons.
        case colour(String)
    }

    private enum Position { case outside, afterEscape, inControl, inString, inStringAfterEscape }

    /// Longer parameters are not a color sequence.
    private static let maximumParameters = 32

    private var position = Position.outside
    private var parameters = ""

    mutating func consume(_ scalar: Unicode.Scalar) -> Outcome {
        switch position {
        case .outside:
            guard scalar == "\u{1b}" else { return .text }
            position = .afterEscape
        case .afterEscape:
            switch scalar {
            case "[":
                position = .inControl
                parameters = ""
            case "]", "P", "X", "^", "_": position = .inString
            default: position = .outside
            }
        case .inControl:
            guard ("\u{40}"..."\u{7e}").contains(scalar) else {
                if parameters.utf8.count <= Self.maximumParameters { parameters.unicodeScalars.append(scalar) }
                break
            }
            position = .outside
            if scalar == "m", isColour { return .colour(parameters) }
        case .inString:
            if scalar == "\u{07}" { position = .outside }
            if scalar == "\u{1b}" { position = .inStringAfterEscape }
        case .inStringAfterEscape:
            position = scalar == "\\" ? .outside : .inString
        }
        return .part
    }

    private var isColour: Bool {
        parameters.utf8.count <= Self.maximumParameters
            && parameters.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ";") }
    }
}
