@testable import Configuration
import DockerHost
import Model
import Testing

@Suite struct CheckedValuesTests {
    private static let file = "/etc/dcc/dcc.json"

    /// What the file says besides the two keys that are required.
    private func read(_ json: String, _ variables: [String: String] = [:]) throws -> CheckedValues {
        let required = #""page": {"origin": "https://dcc.example.com"}, "apps": {"domain": "apps.example.com"}"#
        return try values("{\(required)\(json.isEmpty ? "" : ", ")\(json)}", variables)
    }

    private func values(_ text: String?, _ variables: [String: String] = [:]) throws -> CheckedValues {
        try CheckedValues(text: text.map { Array($0.utf8) }, file: Self.file, variables: variables)
    }

    private func problems(_ read: () throws -> CheckedValues) -> [String] {
        do {
            _ = try read()
            return []
        } catch let error as InvalidConfiguration {
            return error.problems.map { "\($0.place): \($0.text)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func keysThatAreNotSetHaveTheirDefaults() throws {
        let values = try read("")
        #expect(values[\.provisioning.concurrency] == 4 && values[\.provisioning.clones] == nil)
        #expect(values[\.quotas.apps] == nil && values[\.maintenance.diskFloorGiB] == 5)
        #expect(values[\.page.members] == [.everybody] && values[\.page.operators] == [])
        #expect(values[\.containers.memory].gib == 8)
    }

    @Test func aVariableOverridesTheFile() throws {
        let values = try read(
            #""quotas": {"apps": 3, "gpus": 1}, "roles": {"operators": ["alice"]}"#,
            ["DCC_QUOTAS_APPS": "5", "DCC_ROLES_OPERATORS": "bob, @ml", "DCC_DISK_FLOOR_GI_B": "0", "HOME": "/root"])
        #expect(values[\.quotas.apps] == 5 && values[\.quotas.gpus] == 1)
        #expect(values[\.page.operators] == [.user("bob"), .group("ml")])
        #expect(values[\.maintenance.diskFloorGiB] == 0)
        let origins = Dictionary(uniqueKeysWithValues: values.report.map { ($0.key, $0.origin) })
        #expect(origins["quotas.apps"] == .variable("DCC_QUOTAS_APPS") && origins["quotas.gpus"] == .file)
        #expect(origins["quotas.diskGiB"] == .preset)
    }

    @Test(arguments: [
        (
            #""provisioning": {"concurrency": "900"}"#,
            #"provisioning.concurrency must be a whole number from 1 to 64, but it is the text "900""#
        ),
        (
            #""provisioning": {"concurrency": 65}"#,
            "provisioning.concurrency must be a whole number from 1 to 64, but it is 65"
        ),
        (
            #""provisioning": {"concurrency": 4.0}"#,
            "provisioning.concurrency must be a whole number from 1 to 64, but it is 4.0"
        ),
        (
            #""provisioning": {"concurrency": null}"#,
            "provisioning.concurrency must be a whole number from 1 to 64, but it is null"
        ),
        (#""quota": {"apps": 3}"#, "quota.apps is not a key; the nearest is quotas.apps"),
        (#""disk": {"floorGib": 3}"#, "disk.floorGib is not a key; the nearest is disk.floorGiB"),
        (#""limits": {"concurrency": 3}"#, "limits.concurrency is not a key; the nearest is provisioning.concurrency"),
        (#""unheard": {"of": {"this": 1}}"#, "unheard.of.this is not a key"),
        (#""unheard": {}"#, "unheard is not a key"),
        (#""quotas": 5"#, #"quotas must be an object such as { "apps": … }, but it is 5"#),
        (#""quotas.apps": 5"#, #"quotas.apps has a dot; write it as { "quotas": { "apps": … } }"#),
        (#""quotas": {"apps": -1}"#, "quotas.apps must be a whole number from 0 to 1000000, but it is -1"),
        (
            #""roles": {"operators": "alice"}"#,
            #"roles.operators must be a list of users, @groups, or * for everyone, but it is the text "alice""#
        ),
        (
            #""roles": {"operators": ["alice", "a b"]}"#,
            #"roles.operators must be a list of users, @groups, or * for everyone, but its element 2 is the text "a b""#
        ),
        (
            #""containers": {"blockedNetworks": ["10.0.0.0/33"]}"#,
            #"containers.blockedNetworks must be a list of IPv4 networks such as 10.0.0.0/8, but its element 1 is the text "10.0.0.0/33""#
        ),
        (
            #""networks": {"block": "10.0.0.0/30"}"#,
            #"networks.block must be an IPv4 network from /8 to /24, such as 10.208.0.0/16, but it is the text "10.0.0.0/30""#
        ),
        (
            #""containers": {"memoryGiB": 0}"#,
            "containers.memoryGiB must be a whole number of GiB from 1 to 4096, but it is 0"
        ),
        (
            #""containers": {"sharedMemory": "1gb"}"#,
            #"containers.sharedMemory must be a size such as 512m or 2g, but it is the text "1gb""#
        ),
        (
            #""builds": {"dockerfile": "all"}"#,
            #"builds.dockerfile must be one of off, operators, members, but it is the text "all""#
        ),
        (
            #""backup": {"keep": "forever"}"#,
            #"backup.keep must be counts such as last=12 daily=7 weekly=5 monthly=12, but it is the text "forever""#
        ),
        (#""paths": {"state": "data"}"#, #"paths.state must be an absolute path, but it is the text "data""#),
        (
            #""models": {"A": "/srv"}"#,
            #"models must be an object of absolute paths by name, such as { "checkpoints": "/srv/models/sd" }, but "#
                + #"the name "A" is not allowed. Use up to 63 lowercase letters, digits and hyphens, starting with a letter or digit."#
        ),
        (#""ports": {"first": 30000}"#, "ports.first must not be above ports.last, but 30000 > 29999"),
        (#""containers": {"cpus": 0}"#, "containers.cpus must be a number from 0.01 to 4096, but it is 0"),
    ])
    func aWrongValueIsNamedWithItsRule(json: String, problem: String) {
        #expect(problems { try read(json) } == ["\(Self.file): \(problem)"])
    }

    @Test(arguments: [
        (
            ["DCC_PROVISIONING_CONCURRENCY": "many"],
            #"DCC_PROVISIONING_CONCURRENCY: provisioning.concurrency must be a whole number from 1 to 64, but it is "many""#
        ),
        (["DCC_QUOTA_APPS": "3"], "DCC_QUOTA_APPS: no key has this variable; the nearest is DCC_QUOTAS_APPS"),
        (
            ["DCC_MODELS": "{}"],
            #"DCC_MODELS: models must be an object of absolute paths by name, such as { "checkpoints": "/srv/models/sd" }, "#
                + "but only the file can set it"
        ),
        (
            ["DCC_CLEANUP_EVERY_HOURS": ""],
            #"DCC_CLEANUP_EVERY_HOURS: cleanup.everyHours must be a whole number of hours from 1 to 8784, or 0 to disable it, but it is """#
        ),
    ])
    func aWrongVariableIsNamedWithItsRule(variables: [String: String], problem: String) {
        #expect(problems { try read("", variables) } == [problem])
    }

    @Test func allProblemsAreToldAtOnce() {
        let told = problems {
            try values(
                #"{"page": {"origin": "http://x"}, "quota": {"apps": 3}, "limits": {"imageGiB": 0}}"#,
                ["DCC_PORTS_FIRST": "0", "DCC_X": ""])
        }
        #expect(told.count == 6, "\(told)")
        #expect(
            told.contains(
                "\(Self.file): apps.domain must be set, to a domain such as apps.example.com or apps.localhost:8443"))
    }

    @Test(arguments: [
        ("{\n  \"page\": {\n    \"origin\": https\n  }\n}", "3:15: it is not valid JSON: unexpected character"),
        ("{\"quotas\": {}, \"quotas\": {}}", "1:24: it is not valid JSON: the key “quotas” appears twice"),
        ("", "1:1: it is not valid JSON: the document ends early"),
        ("{\"é\": 1,}", "1:9: it is not valid JSON: expected a quoted key"),
    ])
    func malformedJSONIsToldWithItsPlace(text: String, problem: String) {
        #expect(problems { try values(text) } == ["\(Self.file):\(problem)"])
    }

    @Test func withoutAFileTheVariablesAreEnough() throws {
        let variables = ["DCC_PAGE_ORIGIN": "https://x", "DCC_APPS_DOMAIN": "apps.x:8443"]
        #expect(try values(nil, variables)[\.page.appsDomain] == "apps.x:8443")
        #expect(
            problems { try values(nil) }.allSatisfy { $0.hasPrefix("\(Self.file) (there is no such file): ") }
                && problems { try values(nil) }.count == 2)
        #expect(problems { try values("[]") } == ["\(Self.file): it must be a JSON object"])
    }

    @Test func anEmptyTextOrNullLeavesAnOptionalKeyUnset() throws {
        let values = try read(
            #""backup": {"repository": ""}, "quotas": {"apps": null}"#, ["DCC_CONTAINERS_PIP_INDEX": ""])
        #expect(
            values[\.backup.repository] == nil && values[\.quotas.apps] == nil && values[\.containers.pipIndex] == nil)
    }

    @Test func passwordsAreNeitherPrintedNorQuoted() throws {
        let values = try read(
            #""backup": {"repository": "rest:https://dcc:word@backup.test:8000/"}, "containers": {"pipIndex": "https://u:word@pip.test/"}"#
        )
        let lines = values.lines.joined(separator: "\n")
        #expect(!lines.contains("word@") && lines.contains("rest:https://…@backup.test:8000/"))
        #expect(lines.contains("https://…@pip.test/  (file)"))
        let told = problems { try read(#""containers": {"aptProxy": "user:word@proxy.test"}"#) }
        #expect(told == ["\(Self.file): containers.aptProxy must be a URL such as http://proxy.example.com:3142"])
    }

    @Test func everyKeyIsInTheTableOnceWithAVariableOfItsOwn() {
        let table = ConfigurationKeys.table
        #expect(table.count > 50 && Set(table.map(\.name)).count == table.count)
        #expect(Set(table.map(\.variable)).count == table.count)
        #expect(table.allSatisfy { !$0.words.isEmpty && !$0.words.hasSuffix(".") && !$0.rule.isEmpty })
    }
}
