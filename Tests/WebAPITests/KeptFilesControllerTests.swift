import ControlCenter
import LiveState
import Model
import Operations
import Foundation
import HTTPTypes
import AppHarness
import SQLiteStore
import Testing

@testable import WebAPI

@Suite(.timeLimit(.minutes(5))) struct KeptFilesControllerTests {
    private static let folder = ".dcc/kept/20261130T120000Z-1"

    @Test(
        arguments: [
            ("a", 200), ("d/b", 200), ("none", 404), ("d", 404), ("outside", 404), ("large", 413), ("", 422),
            ("../../secret", 422), ("d/../a", 422), ("/etc/passwd", 422), ("./a", 422), ("a%00", 422),
        ])
    func givesFilesThatTheDeploymentKeptAndNoOthers(_ path: String, _ status: Int) async throws {
        let house = try AppHarness()
        house.source.keep(KeptFiles(folder: Self.folder, count: 2, paths: ["a", "d/b"]))
        let name = try await house.running("demo")
        let kept = "\(house.folder.path)/\(name)/\(Self.folder)"
        try FileManager.default.createDirectory(atPath: kept + "/d", withIntermediateDirectories: true)
        for file in ["a", "d/b"] { try file.write(toFile: "\(kept)/\(file)", atomically: false, encoding: .utf8) }
        try FileManager.default.createSymbolicLink(atPath: kept + "/outside", withDestinationPath: "/etc/passwd")
        try Data(count: (16 << 20) + 1).write(to: URL(filePath: kept + "/large"))

        let controller = KeptFilesController(
            store: house.store, workspaces: Workspaces(root: house.folder.path), records: BlockingWork(label: "test"))
        let head = HTTPRequest(method: .get, scheme: "https", authority: "dcc.test", path: "/x?path=\(path)")
        var request = APIRequest(head: head, user: "alice", groups: "", address: "", id: "", body: [])
        request.parameters = ["id": "1"]
        do {
            guard case .work(let work) = try controller.download(request, Sample.caller, try house.app(name)) else {
                Issue.record("responds on the calling thread")
                return
            }
            let response = try await work()
            #expect(response.head.status.code == status)
            guard status == 200 else { return }
            #expect(String(decoding: response.body, as: UTF8.self) == path)
            #expect(response.head.headerFields[.contentDisposition] == "attachment")
        } catch is InvalidFields {
            #expect(status == 422)
        }
    }
}
