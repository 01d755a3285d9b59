import FoundationEssentials
import Model

/// A small JSON file in the state folder that remembers what a worker last did. Replaced atomically.
struct StateFile<State: Codable & Sendable>: Sendable {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// - Returns: nil if the file is missing or unreadable.
    func read() -> State? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return FileManager.default.contents(atPath: path).flatMap { try? decoder.decode(State.self, from: $0) }
    }

    func write(_ state: State) throws {
        try JSONText.data(state).write(to: URL(filePath: path), options: .atomic)
    }
}
