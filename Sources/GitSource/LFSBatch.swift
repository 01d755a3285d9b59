import FoundationEssentials

/// Git LFS's batch API (git-lfs's docs/api/batch.md): asks where files can be downloaded.
enum LFSBatch {
    /// Servers refuse more: GitHub's limit.
    static let maximumObjects = 100
    static let maximumAnswer = 4 << 20
    static let headers = [
        "Accept: application/vnd.git-lfs+json", "Content-Type: application/vnd.git-lfs+json", "Expect:",
    ]

    struct Answer: Decodable {
        struct Object: Decodable {
            let oid: String
            /// nil where the server has not got the content.
            let actions: Actions?
        }

        struct Actions: Decodable {
            let download: Action?
        }

        struct Action: Decodable {
            let href: String
            let header: [String: String]?
        }

        let transfer: String?
        let objects: [Object]
    }

    private struct Request: Encodable {
        struct Object: Encodable {
            let oid: String
            let size: Int
        }

        let operation = "download"
        let transfers = ["basic"]
        let objects: [Object]
    }

    /// The address of the API: next to the repository, whose name ends with `.git` there.
    static func address(of repository: String) -> String {
        (repository.hasSuffix(".git") ? repository : repository + ".git") + "/info/lfs/objects/batch"
    }

    static func request(_ pointers: [LFSPointer]) -> [UInt8] {
        let objects = pointers.map { Request.Object(oid: $0.oid, size: $0.size) }
        return (try? JSONEncoder().encode(Request(objects: objects))).map(Array.init) ?? []
    }

    /// Headers of an action as lines; what could change the request itself is left out.
    static func lines(_ header: [String: String]?) -> [String] {
        (header ?? [:]).compactMap { name, value in
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2d || isAlphanumeric($0) }
            let isValue = value.utf8.count <= 8192 && value.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            let isOurs = ["host", "content-length", "transfer-encoding", "connection"].contains(name.lowercased())
            return isName && isValue && !isOurs ? "\(name): \(value)" : nil
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
