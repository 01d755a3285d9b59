import AppHarness
import ControlCenter
import Foundation
import Model
import Synchronization
import Testing

@testable import WebAPI

@Suite struct TemplateLibraryTests {
    private let shipped: ScratchFolder
    private let own: ScratchFolder

    init() throws {
        shipped = try ScratchFolder()
        own = try ScratchFolder()
    }

    private func library(complain: @escaping @Sendable (BadTemplate) -> Void = { _ in }) throws -> TemplateLibrary {
        TemplateLibrary(
            folders: [shipped.path, own.path, own.path + "/none"],
            allowed: AllowedSettings(
                hosts: RepositoryHosts(allowed: ["git.test"], appsDomain: "apps.test"),
                images: AllowedImages(standard: "base", patterns: ["python:*"]),
                models: ModelFolders([try ModelFolderName("sd", field: ""): "/srv/sd"])),
            reader: TemplateForm.template, complain: complain)
    }

    private func write(_ text: String, to name: String, in folder: ScratchFolder) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }

    @Test func theOperatorsComeFirstAndReplaceThoseThatShip() throws {
        try write(#"{"title":"b"}"#, to: "one.json", in: shipped)
        try write(#"{"title":"A"}"#, to: "two.json", in: shipped)
        try write(#"{"title":"z"}"#, to: "own.json", in: own)
        try write(#"{"title":"a better b"}"#, to: "one.json", in: own)
        try write("no template", to: "notes.txt", in: own)
        try write("no template", to: ".hidden.json", in: own)
        let contents = try library().read()
        #expect(contents.templates.map(\.title) == ["a better b", "z", "A"])
        #expect(contents.templates.map(\.id) == ["one", "own", "two"])
        #expect(contents.bad.isEmpty)
    }

    @Test func aBadFileIsNamedAndTheOthersAreOffered() throws {
        try write(#"{"title":"fine"}"#, to: "fine.json", in: shipped)
        try write(#"{"title":"T","settings":{"port":0}}"#, to: "port.json", in: own)
        try write(#"{"title":"T","settings":{"image":"other"}}"#, to: "image.json", in: own)
        try write(#"{"title":"T","settings":{"models":["sd","flux"]}}"#, to: "models.json", in: own)
        try write(String(repeating: " ", count: 70_000), to: "long.json", in: own)
        try FileManager.default.createDirectory(
            atPath: own.path + "/folder.json", withIntermediateDirectories: true)
        let contents = try library().read()
        #expect(contents.templates.map(\.id) == ["fine"])
        #expect(
            contents.bad.map { [URL(filePath: $0.file).lastPathComponent, $0.errors[0].field, $0.errors[0].code] } == [
                ["folder.json", "", "file_unreadable"], ["image.json", "settings.image", "image_not_allowed"],
                ["long.json", "", "file_too_long"], ["models.json", "settings.models[1]", "model_unknown"],
                ["port.json", "settings.port", "port_range"],
            ])
        let port = try #require(contents.bad.last)
        #expect(port.description.hasPrefix("\(own.path)/port.json: settings.port: port_range: "))
    }

    @Test func aTemplateOfAHostThatIsNotAllowedIsNotOffered() throws {
        try write(#"{"title":"T","settings":{"repository":"https://github.com/a/b"}}"#, to: "far.json", in: shipped)
        try write(#"{"title":"T","settings":{"repository":"https://git.test/a/b"}}"#, to: "near.json", in: shipped)
        try write(#"{"title":"T","settings":{"image":"python:3.11","models":["sd"]}}"#, to: "any.json", in: own)
        let contents = try library().read()
        #expect(contents.templates.map(\.id) == ["any", "near"] && contents.bad.isEmpty)
    }

    @Test func aBadFileIsComplainedOfUntilItIsCorrected() throws {
        let box = Complaints()
        let library = try library { box.add($0.errors[0].code) }
        try write("{}", to: "own.json", in: own)
        _ = library.read()
        _ = library.read()
        #expect(box.codes == ["title_required"])
        try write("[]", to: "own.json", in: own)
        _ = library.read()
        #expect(box.codes == ["title_required", "json_type"])
        try write(#"{"title":"T"}"#, to: "own.json", in: own)
        #expect(library.read().templates.map(\.title) == ["T"])
        #expect(box.codes.count == 2)
    }
}

private final class Complaints: Sendable {
    private let seen = Mutex<[String]>([])

    func add(_ code: String) { seen.withLock { $0.append(code) } }
    var codes: [String] { seen.withLock { $0 } }
}
