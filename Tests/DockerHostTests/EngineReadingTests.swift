import Ports
import Model
import Foundation
import Testing

@testable import DockerHost

@Suite struct LogFramesTests {
    private func frame(_ text: String) -> [UInt8] {
        let payload = Array(text.utf8)
        return [1, 0, 0, 0] + (0..<4).map { UInt8(payload.count >> (24 - 8 * $0) & 0xff) } + payload
    }

    private func lines(_ bytes: [UInt8], inPiecesOf size: Int) -> [String] {
        var frames = LogFrames()
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { piece in
                frames.receive(piece) { lines.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        frames.end { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 1000]) func linesAreTheSameHoweverTheyArrive(_ size: Int) {
        let bytes = frame("one\ntwo\n") + frame("thr") + frame("ee\n") + frame("") + frame("last")
        #expect(lines(bytes, inPiecesOf: size) == ["one", "two", "three", "last"])
    }

    @Test func aLineWithoutEndTakesBoundedMemory() {
        let bytes = (0..<50).flatMap { _ in frame(String(repeating: "x", count: 4096)) } + frame("\nnext\n")
        let read = lines(bytes, inPiecesOf: 5000)
        #expect(read.map(\.count) == [LogFrames.maximumLine, 4])
    }
}

@Suite struct ContainerLineReaderTests {
    @Test func readsTheEnginesTimestamp() throws {
        let line = try #require(ContainerLineReader.read(Array("2026-11-23T22:59:00.5Z hello world".utf8)[...]))
        #expect(line.text == "hello world")
        #expect(line.time.timeIntervalSince1970 == 1_795_474_740.5)
    }

    @Test(arguments: ["", "no time", "2026-11-23 22:59:00 x"]) func refusesOtherLines(_ text: String) {
        #expect(ContainerLineReader.read(Array(text.utf8)[...]) == nil)
    }
}

@Suite struct ContainerReadingTests {
    private func condition(_ json: String) throws -> ContainerObservation.Condition {
        try observation(#"{"State":\#(json)}"#).condition
    }

    private func observation(_ json: String) throws -> ContainerObservation {
        ContainerReading.observation(
            "id", try JSONDecoder().decode(EngineModels.Container.self, from: Data(json.utf8)))
    }

    @Test func readsTheContainersOwnAddress() throws {
        let state = #""State":{"Status":"running","OOMKilled":false,"ExitCode":0}"#
        let networks = #""NetworkSettings":{"Networks":{"dcc-demo_default":{"IPAddress":"10.208.0.2"}}}"#
        #expect(try observation("{\(state),\(networks)}").address == "10.208.0.2")
        #expect(try observation("{\(state)}").address == nil)
        let created = networks.replacing("10.208.0.2", with: "")
        #expect(try observation("{\(state),\(created)}").address == nil, "it has not started")
    }

    @Test func readsEachCondition() throws {
        let rest = #""OOMKilled":false,"Error":"","ExitCode":0"#
        #expect(try condition(#"{"Status":"running","Health":{"Status":"healthy"},\#(rest)}"#) == .healthy)
        #expect(try condition(#"{"Status":"running","Health":{"Status":"unhealthy"},\#(rest)}"#) == .unhealthy)
        #expect(try condition(#"{"Status":"running","Health":{"Status":"starting"},\#(rest)}"#) == .starting)
        #expect(try condition(#"{"Status":"running",\#(rest)}"#) == .healthy, "without a healthcheck")
        #expect(
            try condition(#"{"Status":"exited","ExitCode":137,"OOMKilled":true,"Error":""}"#)
                == .exited(code: 137, outOfMemory: true))
    }

    @Test(
        arguments: [
            ("running", "Up 3 seconds (healthy)", .healthy), ("running", "Up 2 hours (unhealthy)", .unhealthy),
            ("running", "Up 1 second (health: starting)", .starting), ("running", "Up 3 seconds", .healthy),
            ("created", "Created", .starting), ("paused", "Up 3 hours (Paused)", .starting),
            ("exited", "Exited (137) 2 days ago", .ended), ("dead", "Dead", .ended),
        ] as [(String, String, ContainerObservation.Condition)])
    func readsEachConditionFromAList(_ state: String, _ status: String, _ expected: ContainerObservation.Condition)
        throws
    {
        let json = #"{"Id":"c","Created":1,"State":"\#(state)","Status":"\#(status)","Labels":{}}"#
        let summary = try JSONDecoder().decode(EngineModels.ContainerSummary.self, from: Data(json.utf8))
        #expect(ContainerReading.observation(summary).condition == expected)
    }
}
