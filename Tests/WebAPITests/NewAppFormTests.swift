import ControlCenter
import Testing

@testable import WebAPI

@Suite struct NewAppFormTests {
    private let valid =
        #"{"name":"demo","repository":"https://github.com/a/b","start_command":"python app.py","port":7860}"#

    private func codes(_ body: String) -> [String] {
        do {
            _ = try NewAppForm(Array(body.utf8)).app()
            return []
        } catch let error as InvalidFields {
            return error.errors.map(\.code)
        } catch let error as RequestRefused {
            return error.problem.errors.map(\.code)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func readsTheFieldsOfTheForm() throws {
        let app = try NewAppForm(Array(valid.utf8)).app()
        #expect(app.name.rawValue == "demo")
        #expect(app.settings.requirements == .automatic)
        #expect(app.settings.gpus == .none)
    }

    @Test func saysEverythingThatIsWrongAtOnce() {
        #expect(
            codes(#"{"name":"A","port":0,"privileged":true}"#)
                == ["unknown_field", "name_invalid", "repository_required", "command_required", "port_range"])
    }

    @Test(arguments: [
        (#""port":"7860""#, "port_type"), (#""port":1.5"#, "port_type"), (#""port":true"#, "port_type"),
        (#""port":4294967376"#, "port_range"), (#""name":1"#, "name_type"), (#""gpus":17"#, "gpus_range"),
        (#""branch":"a;b""#, "ref_invalid"), (#""requirements_file":[]"#, "requirements_type"),
    ])
    func namesTheRule(_ member: String, _ code: String) {
        let field = member.split(separator: "\"")[0]
        let others = valid.dropFirst().dropLast().split(separator: ",\"").map { "\"" + $0.trimmingPrefix("\"") }
        let body = "{" + (others.filter { !$0.hasPrefix("\"\(field)\"") } + [member]).joined(separator: ",") + "}"
        #expect(codes(body) == [code])
    }

    @Test(arguments: [
        ("", "body_required"), ("[]", "json_type"), ("{", "json_invalid"),
        (#"{"name":"a","name":"b"}"#, "json_invalid"),
    ])
    func wantsOneObject(_ body: String, _ code: String) {
        #expect(codes(body) == [code])
    }
}
