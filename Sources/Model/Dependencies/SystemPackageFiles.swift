/// Files that list Debian packages, one on each line: `packages.txt` of Hugging Face Spaces and Streamlit's cloud,
/// `apt.txt` of Binder.
enum SystemPackageFiles {
    static let names = ["packages.txt", "apt.txt"]
    private static let maximumCount = 200

    static func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        for name in names {
            guard let text = RepositoryText.read(name, files) else { continue }
            for line in RequirementsText(text).lines.prefix(maximumCount) {
                guard isName(line.text) else {
                    found.problems.append(
                        .init(
                            code: "system_package_name", file: name, line: line.number, text: line.text,
                            message: "This is no name of a Debian package. Write one name on each line.", fix: nil,
                            isFatal: false))
                    continue
                }
                found.add(systemPackage: line.text)
            }
        }
    }

    /// Debian Policy 5.6.1, the whole line: at least two characters of `a-z0-9+-.`, the first a letter or digit.
    static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard (2...100).contains(bytes.count), isPlain(bytes[0]) else { return false }
        return bytes.allSatisfy { isPlain($0) || "+-.".utf8.contains($0) }
    }
}
