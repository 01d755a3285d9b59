import Foundation
import AppHarness
import Testing

@testable import LiveState
@testable import Operations

@Suite(.timeLimit(.minutes(1))) struct HostWatchTests {
    private struct Message: Decodable {
        struct Host: Decodable { let docker: String }
        let host: Host
    }

    @Test func theBoardShowsTheLatestOfNewsFromSeveralThreads() throws {
        let house = try AppHarness()
        let (watch, board) = (house.hostWatch, house.board)
        for _ in 0..<500 {
            DispatchQueue.concurrentPerform(iterations: 4) { number in
                _ = watch.record(dockerReachable: number % 2 == 0)
            }
            let news = try #require(board.news(for: Sample.caller, instance: nil, after: nil))
            let shown = try JSONDecoder().decode(Message.self, from: Data(news)).host.docker
            #expect(shown == (watch.isDockerReachable ? "reachable" : "unreachable"))
        }
    }
}
