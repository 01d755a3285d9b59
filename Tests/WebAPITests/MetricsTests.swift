import Operations
import LiveState
@testable import Model
import Foundation
import HTTPTypes
import AppHarness
import Testing

@testable import WebAPI

@Suite(.timeLimit(.minutes(1))) struct MetricsTests {
    /// A valid sample line: name, labels, number.
    private nonisolated(unsafe) static let line =
        /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,(?!\})|(?=\})))+\})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)/

    /// Parses strictly by the specification (Prometheus, exposition formats): each family starts with its help and
    /// type, is contiguous and has no duplicate label sets; counters end in `_total`.
    /// - Returns: values by name and labels.
    private func parse(_ text: String) throws -> [String: Double] {
        #expect(text.hasSuffix("\n"))
        var values: [String: Double] = [:]
        var families: Set<String> = []
        var family = ""
        var help = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ", maxSplits: 3)
            if line.hasPrefix("# HELP ") {
                #expect(words.count == 4)
                help = String(words[2])
            } else if line.hasPrefix("# TYPE ") {
                family = String(words[2])
                #expect(help == family && families.insert(family).inserted, "\(line)")
                #expect(["counter", "gauge"].contains(words[3]))
                #expect((words[3] == "counter") == family.hasSuffix("_total"), "\(line)")
            } else {
                let match = try #require(try Self.line.wholeMatch(in: line), "\(line)")
                #expect(match.1 == family, "\(line)")
                let key = "\(match.1)\(match.2 ?? "")"
                #expect(values.updateValue(try #require(Double(match.3)), forKey: key) == nil, "\(line)")
            }
        }
        return values
    }

    @Test func labelsAreEscaped() throws {
        var text = MetricsText()
        text.add("x", .gauge, "A \\ and\nmore.", [([("owner", "a\"b\\c\nd"), ("name", "n")], 0.5), ([], 3)])
        #expect(
            text.text == """
                # HELP x A \\\\ and\\nmore.
                # TYPE x gauge
                x{owner="a\\"b\\\\c\\nd",name="n"} 0.5
                x 3

                """)
        #expect(try parse(text.text).count == 2)
    }

    @Test func aFamilyWithoutValuesIsLeftOut() {
        var text = MetricsText()
        text.add("x", .gauge, "Nothing.", [])
        #expect(text.text.isEmpty)
    }

    @Test func appsAndWhatTheyUseAndCardsAreTold() async throws {
        let card = GPU(
            uuid: "GPU-1", index: 0, name: "RTX \"A\"", totalMemory: 100, usedMemory: 25, utilisation: 50,
            temperature: 40, power: 70.5)
        let house = try AppHarness(gpus: [card])
        let name = try await house.running("demo")
        house.usageSource.set([ContainerID("c"): UsageCounters(cpu: 1_500_000_000, memory: 5, received: 7, sent: 8)])
        house.reconciler.notify(nil)
        house.hostWatch.start()
        while house.containers.running.isEmpty || house.gpuWatch.latest() == nil {
            try await Task.sleep(for: .milliseconds(2))
        }
        house.usage.sample(at: .now, clock: .now)

        let metrics = MetricsController(
            registry: house.registry, usage: house.usage, gpus: house.gpuWatch, hostWatch: house.hostWatch)
        let head = HTTPRequest(method: .get, scheme: "https", authority: "dcc.test", path: "/metrics")
        let answer = metrics.show(APIRequest(head: head, user: nil, groups: "", address: "", id: "", body: nil))
        guard case .now(let response) = answer else { return #expect(Bool(false), "the response is deferred") }
        #expect(response.head.headerFields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let values = try parse(String(decoding: response.body, as: UTF8.self))
        let labels = #"{name="\#(name)",owner="alice"}"#
        #expect(values[#"dcc_apps{state="running"}"#] == 1 && values[#"dcc_apps{state="failed"}"#] == 0)
        #expect(values["container_cpu_usage_seconds_total" + labels] == 1.5)
        #expect(values["container_memory_working_set_bytes" + labels] == 5)
        #expect(values["container_network_transmit_bytes_total" + labels] == 8)
        #expect(values["container_spec_memory_limit_bytes" + labels] == 8_589_934_592)
        #expect(values[#"dcc_gpu_utilization_ratio{uuid="GPU-1",gpu="0",name="RTX \"A\""}"#] == 0.5)
        #expect(values["dcc_docker_reachable"] == 1)
    }
}
