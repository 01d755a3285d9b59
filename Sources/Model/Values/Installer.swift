/// The program that installs an app's Python packages.
package enum Installer: String, Sendable, Codable, CaseIterable {
    case uv
    /// Slower, but takes what uv refuses.
    case pip

    package init(_ text: String) throws(FieldError) {
        guard let installer = Installer(rawValue: text) else {
            throw FieldError(field: "installer", code: "installer_unknown", message: "Choose “uv” or “pip”.")
        }
        self = installer
    }
}
