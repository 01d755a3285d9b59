/// The text of a file in any of the encodings that pip takes: with a byte order mark, with a `coding:` comment
/// (PEP 263), UTF-8, or else Windows-1252. UTF-16 without a mark is recognized too.
struct DecodedText: Equatable, Sendable {
    let text: String
    /// For display; nil for UTF-8.
    let encoding: String?

    /// - Returns: nil for binary data and broken UTF-16 or UTF-32.
    init?(_ bytes: [UInt8]) {
        guard let (text, encoding) = Self.decode(bytes) else { return nil }
        guard !text.unicodeScalars.contains("\0"), encoding == nil || !text.unicodeScalars.contains("\u{fffd}") else {
            return nil
        }
        (self.text, self.encoding) = (text, encoding)
    }

    private static func decode(_ bytes: [UInt8]) -> (String, String?)? {
        // UTF-32's mark begins with UTF-16's.
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return wide(bytes.dropFirst(4), isLittle: true) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return wide(bytes.dropFirst(4), isLittle: false) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return String(validating: bytes.dropFirst(3), as: UTF8.self).map { ($0, nil) }
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return (pairs(bytes.dropFirst(2), isLittle: true), "UTF-16") }
        if bytes.starts(with: [0xFE, 0xFF]) { return (pairs(bytes.dropFirst(2), isLittle: false), "UTF-16") }
        if let isLittle = looksLikePairs(bytes) { return (pairs(bytes[...], isLittle: isLittle), "UTF-16") }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, nil) }
        // Names and versions are ASCII; in other encodings only comments differ.
        return (windows1252(bytes), declared(in: bytes) ?? "Windows-1252")
    }

    /// True for little-endian UTF-16, false for big-endian, nil for neither: every other byte of ASCII is zero.
    private static func looksLikePairs(_ bytes: [UInt8]) -> Bool? {
        let start = bytes.prefix(64)
        guard start.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
        let (even, odd) = start.indices.reduce(into: (0, 0)) { zeros, index in
            guard start[index] == 0 else { return }
            if index.isMultiple(of: 2) { zeros.0 += 1 } else { zeros.1 += 1 }
        }
        if even == 0, odd * 4 >= start.count { return true }
        return odd == 0 && even * 4 >= start.count ? false : nil
    }

    private static func pairs(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> String {
        var units: [UInt16] = []
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittle ? second << 8 | first : first << 8 | second)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func wide(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> (String, String)? {
        var text = String.UnicodeScalarView()
        var index = bytes.startIndex
        while index + 3 < bytes.endIndex {
            let four = bytes[index..<index + 4]
            let value = (isLittle ? Array(four.reversed()) : Array(four)).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let scalar = Unicode.Scalar(value) else { return nil }
            text.append(scalar)
            index += 4
        }
        return (String(text), "UTF-32")
    }

    /// PEP 263: `coding:` or `coding=` in a comment in one of the first two lines.
    private static func declared(in bytes: [UInt8]) -> String? {
        for line in bytes.prefix(400).split(separator: 0x0A, omittingEmptySubsequences: false).prefix(2) {
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix("#"), let word = text.firstRange(of: "coding") else { continue }
            let rest = text[word.upperBound...]
            guard let mark = rest.first, ":=".contains(mark) else { continue }
            let name = rest.dropFirst().drop(while: \.isWhitespace).prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
            }
            if !name.isEmpty { return String(name.prefix(30)) }
        }
        return nil
    }

    /// 0x80 to 0x9F; the rest is Latin-1.
    private static let specials: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]

    private static func windows1252(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? specials[Int(byte) - 0x80] : UInt32(byte)
            text.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        return String(text)
    }
}
