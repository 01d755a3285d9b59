package import Model
import FoundationEssentials
import Platform
import Synchronization

/// The templates in some folders, read anew each time: a changed file shows in the next form.
///
/// A template in a later folder replaces one of the same name in an earlier folder. One whose Git host is not allowed
/// is not offered, nor is one with a Dockerfile where none are built.
package final class TemplateLibrary: Sendable {
    /// Reads a file's content.
    /// - Parameter id: the file's name without `.json`.
    package typealias Reader = @Sendable (_ id: String, _ content: [UInt8]) throws(InvalidFields) -> Template

    package struct Contents: Sendable {
        /// Those of the last folder first, then by title.
        package let templates: [Template]
        package let bad: [BadTemplate]
    }

    private static let maximumBytes = 64 * 1024

    private let folders: [String]
    private let allowed: AllowedSettings
    private let reader: Reader
    private let complain: @Sendable (BadTemplate) -> Void
    private let known = Mutex<[BadTemplate]>([])

    /// - Parameter complain: called with each bad file, again only after one has changed.
    package init(
        folders: [String], allowed: AllowedSettings, reader: @escaping Reader,
        complain: @escaping @Sendable (BadTemplate) -> Void = { _ in }
    ) {
        self.folders = folders
        self.allowed = allowed
        self.reader = reader
        self.complain = complain
    }

    package func read() -> Contents {
        var templates: [String: (folder: Int, template: Template)] = [:]
        var bad: [BadTemplate] = []
        for (number, folder) in folders.enumerated() {
            for name in Self.files(in: folder) {
                let file = "\(folder)/\(name)"
                do {
                    let template = try reader(String(name.dropLast(".json".count)), try Self.content(of: file))
                    if try admit(template) { templates[template.id] = (number, template) }
                } catch {
                    bad.append(BadTemplate(file: file, errors: error.errors))
                }
            }
        }
        report(bad)
        let sorted = templates.values.sorted { one, other in
            one.folder == other.folder
                ? one.template.title.lowercased() < other.template.title.lowercased() : one.folder > other.folder
        }
        return Contents(templates: sorted.map(\.template), bad: bad)
    }

    private func report(_ bad: [BadTemplate]) {
        let isNews = known.withLock { known in
            defer { known = bad }
            return known != bad
        }
        if isNews { bad.forEach(complain) }
    }

    /// - Returns: false if the template's Git host is not allowed, or it asks for builds where there are none.
    private func admit(_ template: Template) throws(InvalidFields) -> Bool {
        if template.given.contains("repository"), !allowed.admitsHost(of: template.settings) { return false }
        if template.settings.build == .dockerfile, !allowed.buildsDockerfiles { return false }
        var present = template.settings
        (present.image, present.models) = (nil, [])
        do {
            try allowed.admit(template.settings, changing: present, by: .operator)
        } catch {
            throw InvalidFields(
                error.errors.map { FieldError(field: "settings.\($0.field)", code: $0.code, message: $0.message) })
        }
        return true
    }

    /// A folder that is not there has none.
    private static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    }

    private static func content(of file: String) throws(InvalidFields) -> [UInt8] {
        let target = URL(filePath: file).resolvingSymlinksInPath().path
        guard FileStatus(of: target)?.isFile == true, let content = FileManager.default.contents(atPath: target) else {
            throw refused("file_unreadable", "It cannot be read.")
        }
        guard content.count <= maximumBytes else { throw refused("file_too_long", "It is longer than 64 KiB.") }
        return Array(content)
    }

    private static func refused(_ code: String, _ message: String) -> InvalidFields {
        InvalidFields([FieldError(field: "", code: code, message: message)])
    }
}

/// A file that is no template.
package struct BadTemplate: Equatable, Sendable, CustomStringConvertible {
    package let file: String
    package let errors: [FieldError]

    /// The file, and each field with the rule that it breaks.
    package var description: String {
        let rules = errors.map { error in
            error.field.isEmpty
                ? "\(error.code): \(error.message)" : "\(error.field): \(error.code): \(error.message)"
        }
        return "\(file): \(rules.joined(separator: " "))"
    }
}
