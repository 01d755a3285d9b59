import Ports
import Model
import Testing

@testable import WebAPI

@Suite struct AppFormTests {
    private let valid =
        #"{"name":"demo","repository":"https://github.com/a/b","start_command":"python app.py","port":7860}"#

    private func codes(_ body: String) -> [String] {
        do {
            _ = try AppForm(Array(body.utf8)).newApp()
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
        let app = try AppForm(Array(valid.utf8)).newApp()
        #expect(app.name.rawValue == "demo")
        #expect(app.settings.requirements == .automatic)
        #expect(app.settings.gpus == .none)
    }

    @Test func withADockerfileTheCommandMayBeEmpty() throws {
        let request = #"{"name":"demo","repository":"https://github.com/a/b","build":"dockerfile","port":80}"#
        let built = try AppForm(Array(request.utf8)).newApp().settings
        #expect(built.build == .dockerfile && built.startCommand == .ofImage)
        let python = #expect(throws: InvalidFields.self) {
            try AppForm(Array(#"{"build":"python"}"#.utf8)).settings(changing: built)
        }
        #expect(python?.errors.map(\.code) == ["command_required"])
        let changed = try AppForm(Array(#"{"build":"python","start_command":"x"}"#.utf8)).settings(changing: built)
        #expect(changed.build == .python && changed.startCommand.rawValue == "x")
    }

    @Test func saysEverythingThatIsWrongAtOnce() {
        #expect(
            codes(#"{"name":"A","port":0,"privileged":true}"#)
                == ["unknown_field", "name_invalid", "repository_required", "command_required", "port_range"])
    }

    @Test(arguments: [
        (#""build":"docker""#, "build_unknown"), (#""build":1"#, "build_type"),
        (#""port":"7860""#, "port_type"), (#""port":1.5"#, "port_type"), (#""port":true"#, "port_type"),
        (#""port":4294967376"#, "port_range"), (#""name":1"#, "name_type"), (#""gpus":17"#, "gpus_range"),
        (#""gpu_memory_gib":0"#, "gpu_memory_range"), (#""gpu_memory_gib":"8""#, "gpu_memory_gib_type"),
        (#""gpu_sharing":"some""#, "gpu_sharing_unknown"), (#""gpu_sharing":true"#, "gpu_sharing_type"),
        (#""lease_hours":8761"#, "lease_range"), (#""lease_hours":1.5"#, "lease_hours_type"),
        (#""idle_minutes":0"#, "idle_range"), (#""idle_minutes":[]"#, "idle_minutes_type"),
        (#""branch":"a;b""#, "ref_invalid"), (#""requirements_file":[]"#, "requirements_type"),
    ])
    func namesTheRule(_ member: String, _ code: String) {
        let field = member.split(separator: "\"")[0]
        let others = valid.dropFirst().dropLast().split(separator: ",\"").map { "\"" + $0.trimmingPrefix("\"") }
        let body = "{" + (others.filter { !$0.hasPrefix("\"\(field)\"") } + [member]).joined(separator: ",") + "}"
        #expect(codes(body) == [code])
    }

    private let software = #"""
        "installer":"pip","system_packages":["ffmpeg","libgl1"],"extra_requirements":["Pillow>=10"],\#
        "skip_requirements":["pywin32==306","-e ."],"repository_user":"gitlab+deploy-token-1",\#
        "image":"ghcr.io/owner/image:tag","models":["checkpoints"]
        """#

    @Test func readsWhatTheContainerHolds() throws {
        let plain = try AppForm(Array(valid.utf8)).newApp().settings
        #expect(plain.installer == .uv && plain.image == nil && plain.repositoryUser == nil)
        #expect(plain.systemPackages.isEmpty && plain.extraRequirements.isEmpty && plain.models.isEmpty)
        let app = String(valid.dropLast()) + ",\(software)}"
        let asked = try AppForm(Array(app.utf8)).newApp().settings
        #expect(asked.installer == .pip && asked.image?.rawValue == "ghcr.io/owner/image:tag")
        #expect(asked.systemPackages.map(\.rawValue) == ["ffmpeg", "libgl1"])
        #expect(asked.extraRequirements.map(\.rawValue) == ["Pillow>=10"])
        #expect(asked.skippedRequirements.map(\.rawValue) == ["pywin32==306", "-e ."])
        #expect(asked.repositoryUser?.rawValue == "gitlab+deploy-token-1")
        #expect(asked.models.map(\.rawValue) == ["checkpoints"])
        #expect(try settings("{}", of: app) == asked)
        let without = #"""
            {"installer":null,"system_packages":null,"extra_requirements":[],"skip_requirements":null,\#
            "repository_user":"","image":"","models":[]}
            """#
        #expect(try settings(without, of: app) == plain)
    }

    @Test(arguments: [
        (#""installer":"conda""#, "installer_unknown", "installer"), (#""installer":1"#, "installer_type", "installer"),
        (#""system_packages":"ffmpeg""#, "system_packages_type", "system_packages"),
        (#""system_packages":[1]"#, "system_packages_type", "system_packages[0]"),
        (#""system_packages":["ffmpeg","ffmpeg; touch x"]"#, "system_package_invalid", "system_packages[1]"),
        (#""system_packages":["ffmpeg","git","ffmpeg"]"#, "system_packages_duplicate", "system_packages[2]"),
        (#""system_packages":[\#(many(101))]"#, "system_packages_too_many", "system_packages"),
        (#""extra_requirements":["a\nb"]"#, "requirement_control_char", "extra_requirements[0]"),
        (#""extra_requirements":["a","a"]"#, "extra_requirements_duplicate", "extra_requirements[1]"),
        (#""extra_requirements":[\#(many(101))]"#, "extra_requirements_too_many", "extra_requirements"),
        (#""skip_requirements":[""]"#, "requirement_empty", "skip_requirements[0]"),
        (#""skip_requirements":[\#(many(201))]"#, "skip_requirements_too_many", "skip_requirements"),
        (#""repository_user":"a:b""#, "repository_user_invalid", "repository_user"),
        (#""image":"a b""#, "image_invalid", "image"), (#""image":[]"#, "image_type", "image"),
        (#""models":["../x"]"#, "model_invalid", "models[0]"),
        (#""models":[\#(many(21))]"#, "models_too_many", "models"),
    ])
    func namesWhatTheContainerCannotHold(_ member: String, _ code: String, _ field: String) {
        #expect { try AppForm(Array("\(valid.dropLast()),\(member)}".utf8)).newApp() } throws: { error in
            (error as? InvalidFields)?.errors.map { [$0.code, $0.field] } == [[code, field]]
        }
    }

    private static func many(_ count: Int) -> String {
        (0..<count).map { "\"p\($0)\"" }.joined(separator: ",")
    }

    private let onAGPU = #""gpus":1,"gpu_memory_gib":18,"gpu_sharing":"shared","lease_hours":8,"idle_minutes":30"#

    @Test func readsWhatIsAskedOfTheGPUs() throws {
        let plain = try AppForm(Array(valid.utf8)).newApp().settings
        #expect(plain.gpus == .none && plain.idlePeriod == nil)
        let app = String(valid.dropLast()) + ",\(onAGPU)}"
        let asked = try AppForm(Array(app.utf8)).newApp().settings
        #expect(asked.gpus.count.rawValue == 1 && asked.gpus.memory?.gib == 18 && asked.gpus.sharing == .shared)
        #expect(asked.gpus.lease?.hours == 8 && asked.idlePeriod?.minutes == 30)
        #expect(try settings("{}", of: app) == asked)
        let alone = try settings(
            #"{"gpu_sharing":null,"gpu_memory_gib":null,"lease_hours":null,"idle_minutes":null}"#, of: app)
        #expect(alone.gpus == GPURequest(count: asked.gpus.count) && alone.idlePeriod == nil)
    }

    @Test func whoSharesACardSaysHowMuchOfIt() throws {
        let shared = String(valid.dropLast()) + #","gpus":1,"gpu_sharing":"shared"}"#
        #expect(codes(shared) == ["gpu_memory_required"])
        #expect(codes(shared.replacing(#""gpus":1"#, with: #""gpus":0"#)) == [])
        let app = String(valid.dropLast()) + ",\(onAGPU)}"
        #expect { try settings(#"{"gpu_memory_gib":null}"#, of: app) } throws: { error in
            (error as? InvalidFields)?.errors.map(\.code) == ["gpu_memory_required"]
        }
    }

    @Test(arguments: [
        ("", "body_required"), ("[]", "json_type"), ("{", "json_invalid"),
        (#"{"name":"a","name":"b"}"#, "json_invalid"),
    ])
    func wantsOneObject(_ body: String, _ code: String) {
        #expect(codes(body) == [code])
    }

    private func settings(_ change: String, of app: String) throws -> AppSettings {
        try AppForm(Array(change.utf8)).settings(changing: try AppForm(Array(app.utf8)).newApp().settings)
    }

    private var withSecret: String {
        valid.dropLast() + #","environment":[{"name":"TOKEN","value":"hunter2hunter2","secret":true}],"gpus":1}"#
    }

    @Test func aChangeKeepsWhatItDoesNotName() throws {
        let app = try AppForm(Array(withSecret.utf8)).newApp()
        #expect(try settings("{}", of: withSecret) == app.settings)
        let changed = try settings(#"{"port":80,"gpus":null,"memory_gib":16}"#, of: withSecret)
        #expect(changed.port?.rawValue == 80 && changed.gpus == .none && changed.memory?.gib == 16)
        #expect(changed.startCommand == app.settings.startCommand && changed.environment == app.settings.environment)
    }

    @Test func anAppWithoutAPortSaysSo() throws {
        let worker = valid.replacing("7860", with: "null")
        #expect(try AppForm(Array(worker.utf8)).newApp().settings.port == nil)
        #expect(try settings(#"{"port":null}"#, of: valid).port == nil)
        #expect(codes(valid.replacing(#","port":7860"#, with: "")) == ["port_required"])
        #expect(codes(worker.dropLast() + #","idle_minutes":30}"#) == ["idle_needs_port"])
    }

    @Test func aSecretWithoutAValueKeepsIt() throws {
        let kept = try settings(
            #"{"environment":[{"name":"TOKEN","secret":true},{"name":"A","value":""}]}"#, of: withSecret)
        #expect(kept.environment.map(\.name.rawValue) == ["TOKEN", "A"])
        #expect(kept.environment.first?.secret?.exposed == "hunter2hunter2")
    }

    @Test(arguments: [
        (#"[{"name":"A B","value":"x"}]"#, "env_key_invalid", "environment[0].name"),
        (#"[{"name":"A","value":"x"},{"name":"A","value":"y"}]"#, "env_key_duplicate", "environment[1].name"),
        (#"[{"name":"A"}]"#, "env_value_required", "environment[0].value"),
        (#"[{"name":"A","secret":true}]"#, "env_value_required", "environment[0].value"),
        (#"[{"name":"A","value":"short","secret":true}]"#, "env_secret_too_short", "environment[0].value"),
        (#"[{"name":"A","value":1}]"#, "env_type", "environment[0].value"),
        (#"[{"name":"A","value":"x","type":"x"}]"#, "unknown_field", "environment[0].type"),
        (#"["A=x"]"#, "env_type", "environment[0]"), (#"{"A":"x"}"#, "environment_type", "environment"),
    ])
    func namesTheVariable(_ environment: String, _ code: String, _ field: String) {
        let body = valid.dropLast() + #","environment":\#(environment)}"#
        #expect { try AppForm(Array(body.utf8)).newApp() } throws: { error in
            (error as? InvalidFields)?.errors.map { [$0.code, $0.field] } == [[code, field]]
        }
    }

    @Test func theNameIsForLifeAndTheRepositoryIsNot() throws {
        #expect { try settings(#"{"name":"x"}"#, of: valid) } throws: { error in
            (error as? InvalidFields)?.errors.map(\.code) == ["field_fixed"]
        }
        let changed = try settings(#"{"repository":"https://gitlab.com/c/d"}"#, of: valid)
        #expect(changed.repository.description == "https://gitlab.com/c/d")
        #expect(try settings("{}", of: valid).repository.description == "https://github.com/a/b")
        #expect { try settings(#"{"repository":"git@gitlab.com:c/d"}"#, of: valid) } throws: { error in
            (error as? InvalidFields)?.errors.map(\.code) == ["repository_scheme"]
        }
    }

    /// Else whoever may change the app could send the token to a host of their own.
    @Test(arguments: [
        (#"{"repository":"https://github.com/c/d"}"#, "ghp_abcdefgh"),
        (#"{"repository":"https://gitlab.com/c/d"}"#, "token_host"),
        (#"{"repository":"https://github.com:8443/a/b"}"#, "token_host"),
        (#"{"repository":"https://gitlab.com/c/d","repository_token":"glpat-12345678"}"#, "glpat-12345678"),
        (#"{"repository":"https://gitlab.com/c/d","repository_token":""}"#, ""),
    ])
    func aSavedTokenStaysWithItsHost(_ change: String, _ outcome: String) {
        let app = valid.dropLast() + #","repository_token":"ghp_abcdefgh"}"#
        do {
            #expect(try settings(change, of: String(app)).repositoryToken?.secret.exposed ?? "" == outcome)
        } catch {
            #expect((error as? InvalidFields)?.errors.map(\.code) == [outcome])
        }
    }

    @Test func anEmptyTokenTakesItAway() throws {
        let app = valid.dropLast() + #","repository_token":"ghp_abcdefgh","shared_with":["bob","@ml"]}"#
        #expect(try settings("{}", of: String(app)).repositoryToken?.secret.exposed == "ghp_abcdefgh")
        #expect(try settings(#"{"repository_token":""}"#, of: String(app)).repositoryToken == nil)
        #expect(try settings(#"{"shared_with":[]}"#, of: String(app)).sharedWith.isEmpty)
    }
}
