import Ports
import FoundationEssentials
import GRDB

extension SQLiteStore {
    /// Seconds that a write waits for another program's lock.
    static let busyTimeout: TimeInterval = 2

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.inOurWords { try database.read(body) }
    }

    /// - Parameter synced: as in ``AppStore/transaction(synced:_:)``.
    func write<Value>(synced: Bool = true, _ body: (Database) throws -> Value) throws -> Value {
        try Self.inOurWords {
            try database.writeWithoutTransaction { db in
                // SQLite refuses to change it inside a transaction.
                try db.execute(sql: synced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                var value: Value?
                try db.inTransaction(.immediate) {
                    value = try body(db)
                    return .commit
                }
                return value!
            }
        }
    }

    /// Translates errors of the disk or the lock, as opposed to those of the request.
    static func inOurWords<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw StoreError.busy
            case .SQLITE_FULL: throw StoreError.diskFull
            // No room for the write-ahead log's index.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: throw StoreError.diskFull
            default: throw error
            }
        }
    }

    /// Checks every page of the file, for as long as that takes, while the service uses it.
    /// - Throws: ``DamagedDatabase``, or the database's error if it cannot be read.
    package func requireWholeFileSound() throws {
        guard let path else { return }
        try SoundnessCheck.requireSound(at: path)
    }
}

/// The database file is corrupt.
package struct DamagedDatabase: Error, CustomStringConvertible {
    let path: String
    let verdict: String

    package var description: String { "\(path) is damaged (\(verdict)); restore a backup" }
}
