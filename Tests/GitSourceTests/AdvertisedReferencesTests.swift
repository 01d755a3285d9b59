import Model
import Testing

@testable import GitSource

@Suite struct AdvertisedReferencesTests {
    private func choice(_ wanted: String?, head: String?, _ names: [String]) throws -> String {
        let references = AdvertisedReferences(head: head, names: names)
        do {
            switch try references.choose(try wanted.map { try GitReference($0) }) {
            case .reference(let name): return name
            case .commit(let commit): return commit.rawValue
            }
        } catch let failure as StepFailure {
            return failure.code
        }
    }

    private static let commit = String(repeating: "1a", count: 20)
    private static let usual = ["HEAD", "refs/heads/main", "refs/heads/fix/#1", "refs/tags/v1", "refs/tags/v1^{}"]

    @Test(
        arguments: [
            (nil, "HEAD"), ("main", "refs/heads/main"), ("fix/#1", "refs/heads/fix/#1"), ("v1", "refs/tags/v1"),
            ("refs/tags/v1", "refs/tags/v1"), ("v2", "ref_missing"), ("abcdef1", "ref_missing"), (commit, commit),
            (commit.uppercased(), commit),
        ] as [(String?, String)])
    func findsBranchesTagsAndCommits(_ wanted: String?, _ found: String) throws {
        #expect(try choice(wanted, head: "refs/heads/main", Self.usual) == found)
    }

    @Test func aBranchGoesBeforeATagOfItsName() throws {
        #expect(try choice("x", head: nil, ["refs/heads/x", "refs/tags/x"]) == "refs/heads/x")
    }

    @Test(arguments: [
        (["refs/heads/next"], "refs/heads/next"), (["refs/heads/a", "refs/heads/main"], "refs/heads/main"),
        (["refs/heads/a", "refs/heads/master"], "refs/heads/master"),
        (["refs/heads/a", "refs/heads/b"], "ref_missing"),
        ([], "repo_empty"), (["refs/heads/HEAD"], "repo_empty"),
    ])
    func withoutAHeadTheObviousBranchIsTaken(_ names: [String], _ found: String) throws {
        #expect(try choice(nil, head: nil, names) == found)
    }

    @Test func theDefaultBranchIsFirst() {
        let references = AdvertisedReferences(head: "refs/heads/b", names: ["HEAD", "refs/heads/a", "refs/heads/b"])
        #expect(references.branches == ["b", "a"] && references.defaultBranch == "b")
    }
}
