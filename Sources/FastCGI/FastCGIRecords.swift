import HTTPTypes

/// Encodes FastCGI records (FastCGI 1.0, sections 3.3, 5.1 to 5.3 and 5.5).
enum FastCGIRecords {
    private static let (begin, endOfRequest, parameters): (UInt8, UInt8, UInt8) = (1, 3, 4)
    private static let (input, output): (UInt8, UInt8) = (5, 6)
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

    /// A request without a body to a responder, which closes the connection after it.
    /// - Parameter values: names and values of at most 127 bytes each.
    static func request(_ values: [(name: String, value: String)], to request: UInt16) -> [UInt8] {
        let pairs = values.flatMap { name, value in
            [UInt8(name.utf8.count), UInt8(value.utf8.count)] + Array(name.utf8) + Array(value.utf8)
        }
        return header(begin, request, length: 8) + [0, 1, 0, 0, 0, 0, 0, 0]
            + header(parameters, request, length: pairs.count) + pairs + header(parameters, request, length: 0)
            + header(input, request, length: 0)
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
