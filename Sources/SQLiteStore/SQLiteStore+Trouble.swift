import ControlCenter
import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// How long a write waits for another program's lock before it gives up.
    static let patience: TimeInterval = 2

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try inOurWords { try database.read(body) }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try inOurWords { try database.write(body) }
    }

    /// What is wrong with the disk or the lock, and not with what was asked.
    private func inOurWords<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw StoreError.busy
            case .SQLITE_FULL: throw StoreError.diskFull
            // There is no room for the index of the write-ahead log.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: throw StoreError.diskFull
            default: throw error
            }
        }
    }

    /// Looks at every page once, before anything is served from or written to a damaged file.
    /// - Throws: ``DamagedDatabase``.
    static func requireSound(_ database: DatabaseQueue, at path: String?) throws {
        let verdict: String
        do {
            verdict = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "no answer"
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            verdict = error.message ?? "\(error.resultCode)"
        }
        guard verdict == "ok" else { throw DamagedDatabase(path: path ?? "memory", verdict: verdict) }
    }
}

/// The file is not what was written to it.
package struct DamagedDatabase: Error, CustomStringConvertible {
    let path: String
    let verdict: String

    package var description: String { "\(path) is damaged (\(verdict)); put a backup in its place" }
}
