@testable import Model
@testable import Ports
@testable import SQLiteStore

/// Changes in a transaction of their own.
extension SQLiteStore {
    @discardableResult
    func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try transaction(synced: true) { try $0.add(request, key: key, by: caller) }
    }

    @discardableResult
    func open(_ openings: [Opening], by caller: Caller) throws -> [Deployment] {
        try transaction(synced: true) { try $0.open(openings, by: caller) }
    }

    func save(_ app: App, asked action: String, by caller: Caller) throws {
        try transaction(synced: true) { try $0.save(app, asked: action, by: caller) }
    }

    func saveSettings(of app: App, before: AppSettings, by caller: Caller) throws {
        try transaction(synced: true) { try $0.saveSettings(of: app, before: before, by: caller) }
    }

    func save(_ app: App, _ deployment: Deployment) throws {
        try transaction(synced: true) { try $0.save(app, deployment) }
    }

    func close(_ deployment: Deployment, of app: App, lines: [LogLine]) throws {
        try transaction(synced: true) { try $0.close(deployment, of: app, lines: lines) }
    }

    func endRun(of deployment: Deployment, lines: [LogLine]) throws {
        try transaction(synced: true) { try $0.endRun(of: deployment, lines: lines) }
    }

    func leaseAnotherPort(for app: App) throws -> UInt16 {
        try transaction(synced: true) { try $0.leaseAnotherPort(for: app) }
    }

    func remove(_ app: App, receipt: RemovalReceipt, by caller: Caller) throws {
        try transaction(synced: true) { try $0.remove(app, receipt: receipt, by: caller) }
    }
}
