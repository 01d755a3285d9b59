import HTTPTypes
import Testing

@testable import FastCGI

@Suite struct FastCGIRecordsTests {
    /// Type and content of each record.
    private func parts(_ bytes: [UInt8]) -> [(type: UInt8, content: [UInt8])] {
        var parts: [(type: UInt8, content: [UInt8])] = []
        var rest = bytes[...]
        while rest.count >= 8 {
            let header = Array(rest.prefix(8))
            #expect(header[0] == 1 && header[2...3] == [1, 2] && header[6...7] == [0, 0])
            let length = Int(header[4]) << 8 | Int(header[5])
            parts.append((header[1], Array(rest.dropFirst(8).prefix(length))))
            rest = rest.dropFirst(8 + length)
        }
        #expect(rest.isEmpty)
        return parts
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 200_000])
    func holdHeadBodyAndEnd(_ length: Int) {
        let body = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let response = HTTPResponse(status: .notFound, headerFields: [.contentType: "text/plain", .allow: "GET"])
        let parts = parts(FastCGIRecords.response(response, body, to: 258))
        let head = Array("Status: 404 Not Found\r\nContent-Type: text/plain\r\nAllow: GET\r\n\r\n".utf8)
        #expect(parts.dropLast().allSatisfy { $0.type == 6 })
        #expect(parts.dropLast().flatMap(\.content) == head + body)
        #expect(parts.dropLast().last?.content == [])
        #expect(parts.last?.type == 3 && parts.last?.content == [0, 0, 0, 0, 0, 0, 0, 0])
    }
}
