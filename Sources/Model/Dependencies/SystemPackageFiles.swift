/// Files that list Debian packages, one on each line: `packages.txt` of Hugging Face Spaces and Streamlit's cloud,
/// `apt.txt` of Binder.
enum SystemPackageFiles {
    static let names = ["packages.txt", "apt.txt"]

    static func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        for name in names {
            guard let text = RepositoryText.read(name, files) else { continue }
            for line in RequirementsText(text).lines.prefix(SystemPackageName.maximumCount) {
                if let name = try? SystemPackageName(line.text, field: "system_packages") {
                    found.add(systemPackage: name)
                } else {
                    found.problems.append(
                        .init(
                            code: "system_package_name", file: name, line: line.number, text: line.text,
                            message: "Line \(line.number) of \(name) is no name of a Debian package: \(line.text).",
                            fix: nil, isFatal: true))
                }
            }
        }
    }
}
