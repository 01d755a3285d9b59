import Foundation
import Model
import Testing

@testable import WebAPI

@Suite struct TemplateFormTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../scripts/package.d/app-templates").standardized

    private func template(_ text: String) throws -> Template {
        try TemplateForm.template("demo", Array(text.utf8))
    }

    private func view(_ template: Template) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: JSONText.data(TemplateView(template))) as? [String: Any])
    }

    @Test func readsWhatAFormNeeds() throws {
        let template = try template(
            #"""
            {"title": "Whisper", "description": "Speech to text", "name": "whisper",
             "settings": {"repository": "https://github.com/a/b", "port": 7860, "gpus": 1, "gpu_memory_gib": 8,
                          "installer": "pip", "system_packages": ["ffmpeg"], "image": "python:3.11", "models": ["sd"]},
             "environment": [
                {"name": "A", "type": "text", "label": "Address", "default": "0.0.0.0", "max_length": 15},
                {"name": "N", "type": "number", "min": 1, "max": 9, "default": 4, "required": true},
                {"name": "C", "type": "choice", "choices": ["x", "y"], "default": "y", "help": "One of two."},
                {"name": "S", "type": "secret"}, {"name": "B", "type": "boolean", "default": false}]}
            """#)
        #expect(template.id == "demo" && template.title == "Whisper" && template.name?.rawValue == "whisper")
        #expect(template.settings.systemPackages.map(\.rawValue) == ["ffmpeg"])
        #expect(template.settings.gpus.memory?.gib == 8 && template.settings.image?.rawValue == "python:3.11")
        #expect(
            template.environment.map(\.kind) == [
                .text(atMost: 15), .number(from: 1, to: 9), .choice(["x", "y"]), .secret, .boolean,
            ])
        #expect(template.environment.map(\.standard) == ["0.0.0.0", "4", "y", nil, "false"])
        #expect(template.environment.map(\.isRequired) == [false, true, false, false, false])
    }

    @Test func theAPIShowsOnlyTheSettingsThatAreGiven() throws {
        let shown = try view(
            try template(
                #"{"title":"T","settings":{"port":80,"branch":null},"environment":[{"name":"S","type":"secret"}]}"#))
        let settings = try #require(shown["settings"] as? [String: Any])
        #expect(settings.keys.sorted() == ["branch", "port"])
        #expect(settings["port"] as? Int == 80 && settings["branch"] is NSNull)
        let variable = try #require((shown["environment"] as? [[String: Any]])?.first)
        #expect(variable.keys.sorted() == ["default", "help", "label", "name", "required", "type"])
        #expect(variable["type"] as? String == "secret" && variable["default"] is NSNull)
    }

    @Test func aTitleIsEnough() throws {
        let template = try template(#"{"title":"T"}"#)
        #expect(template.given.isEmpty && template.environment.isEmpty && template.name == nil)
    }

    @Test(arguments: [
        ("", "", "json_invalid"), ("[]", "", "json_type"), (#"{"title":"a","title":"b"}"#, "", "json_invalid"),
        ("{}", "title", "title_required"), (#"{"title":""}"#, "title", "title_invalid"),
        (#"{"title":1}"#, "title", "title_type"), (#"{"title":"a\nb"}"#, "title", "title_invalid"),
        (#"{"title":"T","icon":"x"}"#, "icon", "unknown_field"), (#"{"title":"T","name":"A"}"#, "name", "name_invalid"),
        (#"{"title":"T","settings":[]}"#, "settings", "settings_type"),
        (#"{"title":"T","settings":{"port":0}}"#, "settings.port", "port_range"),
        (#"{"title":"T","settings":{"start_command":""}}"#, "settings.start_command", "command_required"),
        (#"{"title":"T","settings":{"repository":"git@a:b"}}"#, "settings.repository", "repository_scheme"),
        (#"{"title":"T","settings":{"name":"x"}}"#, "settings.name", "unknown_field"),
        (
            #"{"title":"T","settings":{"repository_token":"ghp_abcdefgh"}}"#, "settings.repository_token",
            "unknown_field"
        ),
        (#"{"title":"T","settings":{"environment":[]}}"#, "settings.environment", "unknown_field"),
        (
            #"{"title":"T","settings":{"system_packages":["ffmpeg; touch x"]}}"#, "settings.system_packages[0]",
            "system_package_invalid"
        ),
        (
            #"{"title":"T","settings":{"gpus":1,"gpu_sharing":"shared"}}"#, "settings.gpu_memory_gib",
            "gpu_memory_required"
        ),
        (#"{"title":"T","environment":{}}"#, "environment", "environment_type"),
        (#"{"title":"T","environment":["A"]}"#, "environment[0]", "env_type"),
        (#"{"title":"T","environment":[{"name":"A B","type":"text"}]}"#, "environment[0].name", "env_key_invalid"),
        (#"{"title":"T","environment":[{"name":"PATH","type":"text"}]}"#, "environment[0].name", "env_key_reserved"),
        (#"{"title":"T","environment":[{"name":"A"}]}"#, "environment[0].type", "type_unknown"),
        (#"{"title":"T","environment":[{"name":"A","type":"date"}]}"#, "environment[0].type", "type_unknown"),
        (#"{"title":"T","environment":[{"name":"A","type":"text","min":1}]}"#, "environment[0].min", "unknown_field"),
        (#"{"title":"T","environment":[{"name":"A","type":"choice"}]}"#, "environment[0].choices", "choices_required"),
        (
            #"{"title":"T","environment":[{"name":"A","type":"choice","choices":["x","x"]}]}"#,
            "environment[0].choices[1]", "choices_duplicate"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"choice","choices":["x"],"default":"y"}]}"#,
            "environment[0].default", "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"number","min":2,"max":1}]}"#, "environment[0].max",
            "max_range"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"number","max":3,"default":4}]}"#,
            "environment[0].default", "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"number","default":"x"}]}"#, "environment[0].default",
            "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"text","max_length":1,"default":"xy"}]}"#,
            "environment[0].default", "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"boolean","default":"yes"}]}"#, "environment[0].default",
            "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"secret","default":"hunter2hunter2"}]}"#,
            "environment[0].default", "template_default"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"text","required":1}]}"#, "environment[0].required",
            "required_type"
        ),
        (
            #"{"title":"T","environment":[{"name":"A","type":"text"},{"name":"A","type":"text"}]}"#,
            "environment[1].name", "env_key_duplicate"
        ),
    ])
    func namesTheFieldAndTheRule(_ text: String, _ field: String, _ code: String) {
        #expect { try template(text) } throws: { error in
            (error as? InvalidFields)?.errors.map { [$0.field, $0.code] } == [[field, code]]
        }
    }

    @Test func saysEverythingThatIsWrongAtOnce() {
        #expect { try template(#"{"settings":{"port":0,"gpus":17},"environment":[{"name":"A"}],"x":1}"#) } throws: {
            let fields = ($0 as? InvalidFields)?.errors.map(\.field)
            return fields == ["x", "title", "settings.port", "settings.gpus", "environment[0].type"]
        }
    }

    @Test func sevenTemplatesShipThatCanBeSubmittedAsTheyAre() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.shipped, includingPropertiesForKeys: nil)
        #expect(files.count == 7)
        for file in files {
            let template = try TemplateForm.template("x", Array(try Data(contentsOf: file)))
            #expect(template.given.isSuperset(of: ["repository", "start_command", "port", "gpus"]), "\(file)")
            #expect(template.name != nil && template.settings.image == nil && template.settings.models.isEmpty)
            let hosts = RepositoryHosts(allowed: RepositoryHosts.publicForges, appsDomain: "apps.test")
            _ = try hosts.admit(template.settings.repository)
        }
    }

    @Test func eachShippedTemplateListensOnEveryAddressAtItsPort() throws {
        for file in try FileManager.default.contentsOfDirectory(at: Self.shipped, includingPropertiesForKeys: nil) {
            let template = try TemplateForm.template("x", Array(try Data(contentsOf: file)))
            let command = template.settings.startCommand.rawValue
            let listens = command.contains("0.0.0.0") || command.contains("--listen ")
            #expect(listens || template.environment.contains { $0.standard == "0.0.0.0" }, "\(file)")
            let expected = try #require(template.settings.port).description
            let port = command.firstMatch(of: /port (\d+)/)?.1 ?? expected[...]
            #expect(port == expected, "\(file)")
        }
    }
}
