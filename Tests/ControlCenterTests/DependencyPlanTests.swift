@testable import Model
import Testing

@Suite struct DependencyPlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let source: DependencySource
        let requirements: String
        var constraints = ""
        var project = false
        var lock: DependencyPlan.Lock?
        var python: String?
        var system: [String] = []
        var problems: [String] = []
        var testDescription: String { name }
    }

    @Test(arguments: cases) func reads(_ given: Case) {
        let plan = DependencyPlan(given.files)
        #expect(plan.source == given.source)
        #expect(plan.requirements == given.requirements)
        #expect(plan.constraints == given.constraints)
        #expect(plan.project == given.project)
        #expect(plan.lock == given.lock)
        #expect(plan.python?.specifiers == given.python)
        #expect(plan.systemPackages.map(\.rawValue) == given.system)
        #expect(plan.problems.map(\.code) == given.problems)
    }

    @Test func theNamedFileGoesBeforeTheUsualOnes() throws {
        let files = ["requirements.txt": "a", "docker/r.txt": "b", "pyproject.toml": "[project]\ndependencies = ['c']"]
        func requirements(_ file: String?) throws -> String {
            DependencyPlan(files, requirementsFile: try RequirementsFile(file)).requirements
        }
        #expect(try requirements(nil) == "a\n")
        #expect(try requirements("docker/r.txt") == "b\n")
        #expect(try requirements("pyproject.toml") == "c\n")
        #expect(try requirements("") == "")
        let missing = DependencyPlan(files, requirementsFile: try RequirementsFile("x.txt"))
        #expect(missing.problems.map(\.code) == ["requirements_missing"])
    }

    @Test func linesAreLeftOutAndAdded() {
        let plan = DependencyPlan(
            ["requirements.txt": "six==1 --hash=sha256:aa  # old\nbottle"], extra: ["six==2", "--pre"],
            skipped: ["six==1 ", "No_Thing[all]>1", "-r x.txt"])
        #expect(plan.requirements == "bottle\nsix==2\n--pre\n")
        #expect(plan.skippedPackages == ["no-thing", "six"])
        #expect(plan.allowsPrereleases)
        #expect(plan.count == 2)
    }

    @Test func besideALockALineIsLeftOutByItsPackage() {
        let files = ["uv.lock": "", "pyproject.toml": "[project]\ndependencies = ['six>=1', 'bottle==1']"]
        let plan = DependencyPlan(files, extra: ["bottle==2"], skipped: ["Six", "bottle"])
        #expect(plan.requirements == "bottle==2\n")
        #expect(plan.skippedPackages == ["bottle", "six"])
    }

    @Test func aFileThatASkippedLineIncludesIsNotRead() {
        let files = ["requirements.txt": "-r base.txt\nsix", "base.txt": "bottle"]
        #expect(DependencyPlan(files, skipped: ["-r base.txt"]).requirements == "six\n")
        #expect(DependencyPlan(["requirements.txt": "-r base.txt\nsix"], skipped: ["-r base.txt"]).problems.isEmpty)
    }

    @Test(
        arguments: [
            (["package.json", "Dockerfile"], false, true), (["package.json", "train.py"], true, false),
            (["README.md"], true, false),
            (["Dockerfile", "requirements.txt"], true, true), (["go.mod"], false, false),
        ])
    func tellsWhatIsNoPython(_ names: [String], _ isPython: Bool, _ dockerfile: Bool) {
        let plan = DependencyPlan(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        #expect((plan.isPython, plan.dockerfile) == (isPython, dockerfile))
    }

    @Test(
        arguments: [
            (["requirements.txt": "a\nb"], "Found requirements.txt: 2 dependencies."),
            (
                ["pyproject.toml": "[build-system]\n[project]\nname='x'\ndependencies=['a']", "x.py": ""],
                "Found pyproject.toml: 1 dependency and the project itself."
            ),
            (["setup.py": ""], "Found setup.py: the project itself."),
            (
                ["uv.lock": "", "pyproject.toml": "[build-system]\n[project]\ndynamic=['dependencies']"],
                "Found uv.lock: the project itself, pinned."
            ),
            (
                ["uv.lock": "", "pyproject.toml": "[project]\ndependencies=['a']"],
                "Found uv.lock: 1 dependency, pinned."
            ),
        ])
    func saysWhatItFound(_ files: [String: String], _ note: String) {
        #expect(DependencyPlan(files).notes.first == note)
    }
}
