import Testing

@testable import Model
import FoundationEssentials

struct FailureActionTests {
    static let all: [(FailureAction, json: String)] = [
        (.changePort(8080), #"{"kind":"change_port","label":"Use port 8080 and redeploy","port":8080}"#),
        (
            .addSystemPackages(["libgl1"], startCommand: nil),
            #"{"kind":"add_system_packages","label":"Add libgl1 and redeploy","packages":["libgl1"],"#
                + #""start_command":null}"#
        ),
        (
            .addSystemPackages(["a", "b", "c", "d"], startCommand: "python app.py"),
            #"{"kind":"add_system_packages","label":"Add a, b and 2 more and redeploy","#
                + #""packages":["a","b","c","d"],"start_command":"python app.py"}"#
        ),
        (
            .addRequirements(["PyYAML", "numpy<2"]),
            #"{"kind":"add_requirements","label":"Add PyYAML and numpy<2 and redeploy","#
                + #""requirements":["PyYAML","numpy<2"]}"#
        ),
        (
            .skipRequirements(["pywin32==306"], instead: []),
            #"{"instead":[],"kind":"skip_requirements","label":"Leave out pywin32==306 and redeploy","#
                + #""requirements":["pywin32==306"]}"#
        ),
        (
            .skipRequirements(["numpy==1.19.5"], instead: ["numpy>=1.23.2"]),
            #"{"instead":["numpy>=1.23.2"],"kind":"skip_requirements","#
                + #""label":"Use numpy>=1.23.2 instead and redeploy","requirements":["numpy==1.19.5"]}"#
        ),
        (
            .useInstaller("pip"),
            #"{"installer":"pip","kind":"use_installer","label":"Install with pip and redeploy"}"#
        ),
        (.buildDockerfile, #"{"kind":"build_dockerfile","label":"Build the Dockerfile"}"#),
        (
            .setMemory(gib: 16),
            #"{"kind":"set_memory","label":"Raise the memory limit to 16 GiB and redeploy","memory_gib":16}"#
        ),
        (
            .setVariable(name: "HOST", value: "0.0.0.0"),
            #"{"kind":"set_variable","label":"Set HOST=0.0.0.0 and redeploy","name":"HOST","value":"0.0.0.0"}"#
        ),
        (.addSecret(name: "HF_TOKEN"), #"{"kind":"add_secret","label":"Add HF_TOKEN","name":"HF_TOKEN"}"#),
        (
            .changeStartCommand("bash run.sh"),
            #"{"kind":"change_start_command","label":"Start with bash run.sh and redeploy","#
                + #""start_command":"bash run.sh"}"#
        ),
        (.redeploy, #"{"kind":"redeploy","label":"Redeploy"}"#),
    ]

    @Test(arguments: all) func isServedWithTheTextOfItsButton(_ action: FailureAction, _ json: String) throws {
        #expect(JSONText.encode(action) == json)
        #expect(try JSONDecoder().decode(FailureAction.self, from: Data(json.utf8)) == action)
    }

    @Test func aLongCommandIsCutOnItsButton() {
        let command = "python main.py " + String(repeating: "--flag ", count: 20)
        let action = FailureAction.changeStartCommand(command)
        #expect(action.label.count < 70)
        #expect(JSONText.encode(action).contains(command))
    }

    @Test func aFailureIsServedWithItsLinesAndWithNullForNoAction() {
        let plain = StepFailure(code: "c", message: "m", hint: "h").during(nil)
        let bare = #"{"action":null,"code":"c","hint":"h","lines":[],"message":"m","step":null}"#
        #expect(JSONText.encode(FailureView(plain)) == bare)
        let mended = StepFailure(code: "c", message: "m", hint: "h", lines: ["x"], action: .redeploy).during(.start)
        #expect(JSONText.encode(FailureView(mended)).contains(#""action":{"kind":"redeploy","label":"Redeploy"}"#))
        #expect(JSONText.encode(FailureView(mended)).contains(#""lines":["x"],"message":"m","step":"start""#))
    }
}
