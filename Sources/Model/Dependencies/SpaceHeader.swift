/// The header of a Hugging Face Space's README: how the Space is run.
package struct SpaceHeader: Equatable, Sendable {
    package enum Kit: String, Sendable { case gradio, streamlit, docker, `static` }

    package let kit: Kit
    package let version: String?
    /// Relative to the repository; `app.py` by default.
    package let file: String
    package let python: String?
    /// Only of Docker Spaces.
    package let port: Int?

    /// - Parameter readme: the text of `README.md`.
    /// - Returns: nil without a header that names a known SDK.
    package init?(readme: String) {
        let lines = readme.prefix(8192).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first?.trimming(\.isWhitespace) == "---",
            let end = lines.dropFirst().firstIndex(where: { $0.trimming(\.isWhitespace) == "---" }),
            let header = try? YAMLReader.read(lines[1..<end].joined(separator: "\n")),
            let kit = header["sdk"]?.text.flatMap({ Kit(rawValue: $0) })
        else { return nil }
        self.kit = kit
        version = header["sdk_version"]?.text.flatMap { text in
            text.isEmpty || text.contains { !($0.isASCII && ($0.isNumber || $0.isLetter || $0 == ".")) } ? nil : text
        }
        let name = header["app_file"]?.text ?? ""
        let isPlain =
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./".contains($0)) }
        let isInside = !name.hasPrefix("-") && !name.hasPrefix("/") && !name.contains("..")
        file = isPlain && isInside ? name : "app.py"
        python = header["python_version"]?.text
        port = header["app_port"]?.text.flatMap { Int($0) }
    }

    /// The package that the Space brings along.
    var requirement: String? {
        guard kit == .gradio || kit == .streamlit else { return nil }
        return version.map { "\(kit.rawValue)==\($0)" } ?? kit.rawValue
    }
}
