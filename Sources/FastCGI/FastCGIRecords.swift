import HTTPTypes

/// Encodes responses as FastCGI records (FastCGI 1.0, sections 3.3, 5.3 and 5.5).
enum FastCGIRecords {
    private static let endOfRequest: UInt8 = 3
    private static let output: UInt8 = 6
    /// In bytes: the most that a record's two bytes of length can say.
    private static let mostContent = 65_535

    /// - Parameter request: ID of the request on its connection.
    static func response(_ response: HTTPResponse, _ body: [UInt8], to request: UInt16) -> [UInt8] {
        let head = head(of: response)
        var records: [UInt8] = []
        records.reserveCapacity(head.count + body.count + 8 * (body.count / mostContent + 6))
        for content in [head, body] {
            var rest = content[...]
            while !rest.isEmpty {
                let part = rest.prefix(mostContent)
                records += header(output, request, length: part.count)
                records += part
                rest = rest.dropFirst(part.count)
            }
        }
        records += header(output, request, length: 0)
        records += header(endOfRequest, request, length: 8)
        records += repeatElement(0, count: 8)
        return records
    }

    /// In the format of CGI (RFC 3875, section 6.3).
    private static func head(of response: HTTPResponse) -> [UInt8] {
        var head = Array("Status: \(response.status.code) \(response.status.reasonPhrase)\r\n".utf8)
        for field in response.headerFields {
            head += field.name.rawName.utf8
            head += ": ".utf8
            head += field.value.utf8
            head += "\r\n".utf8
        }
        head += "\r\n".utf8
        return head
    }

    /// Version, type, request ID, length of the content and of the padding, one byte that is reserved.
    private static func header(_ type: UInt8, _ request: UInt16, length: Int) -> [UInt8] {
        [1, type, UInt8(request >> 8), UInt8(request & 0xff), UInt8(length >> 8), UInt8(length & 0xff), 0, 0]
    }
}
