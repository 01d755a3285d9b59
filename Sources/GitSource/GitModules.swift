/// Addresses of submodules by path: the file `.gitmodules`, in the syntax of Git's configuration (git-config(1)).
struct GitModules {
    static let maximumBytes = 256 << 10

    private(set) var addresses: [String: String] = [:]

    init(_ text: String) {
        var path: String?
        var address: String?
        func finish(_ addresses: inout [String: String]) {
            if let path, let address { addresses[path] = address }
            (path, address) = (nil, nil)
        }
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimming(while: \.isWhitespace)
            if line.hasPrefix("[") {
                finish(&addresses)
                continue
            }
            guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#"), !line.hasPrefix(";") else { continue }
            let value = Self.value(line[line.index(after: equals)...])
            switch line[..<equals].trimming(while: \.isWhitespace).lowercased() {
            case "path": path = value
            case "url": address = value
            default: break
            }
        }
        finish(&addresses)
    }

    /// Without quotes, escapes and comments.
    private static func value(_ text: Substring) -> String {
        var result = ""
        // Bytes without the space at the end, which counts only inside quotes.
        var kept = 0
        var (isQuoted, isEscaped) = (false, false)
        for character in text.trimming(while: \.isWhitespace) {
            if isEscaped {
                result.append(["n": "\n", "t": "\t", "b": "\u{8}"][character] ?? character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
                continue
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == "#" || character == ";" {
                break
            } else {
                result.append(character)
                if !isQuoted, character.isWhitespace { continue }
            }
            kept = result.utf8.count
        }
        return String(decoding: result.utf8.prefix(kept), as: UTF8.self)
    }
}

extension Substring {
    fileprivate func trimming(while isUnwanted: (Character) -> Bool) -> Substring {
        let start = drop(while: isUnwanted)
        return start.lastIndex { !isUnwanted($0) }.map { start[...$0] } ?? ""
    }
}
