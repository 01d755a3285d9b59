import Model
import Testing

@testable import GitSource

@Suite struct GitModulesTests {
    @Test(arguments: [
        (
            "[submodule \"a\"]\n\tpath = sub/a\n\turl = https://example.org/a.git\n",
            ["sub/a": "https://example.org/a.git"]
        ),
        (
            "[submodule \"a\"]\npath=a\nurl=../a\n[submodule \"b\"]\nurl = ../b ; old\npath = \"b c\"\n",
            ["a": "../a", "b c": "../b"]
        ),
        ("[submodule \"a\"]\n\tpath = \"sub\\\\x\"\n\tURL = \"x#y\" # why\n", ["sub\\x": "x#y"]),
        ("[submodule \"a\"]\n# path = a\n\turl = x\n[other]\n\tpath = a\n", [:]), ("", [:]),
        ("path = a\nurl = b", ["a": "b"]),
    ])
    func addressesByPath(_ text: String, _ addresses: [String: String]) {
        #expect(GitModules(text).addresses == addresses)
    }
}

@Suite struct SubmoduleAddressTests {
    private func resolve(_ text: String) -> String {
        do {
            let parent = try RepositoryURL("https://git.example.org:8443/team/app.git")
            return try SubmoduleAddress.resolve(text, in: parent).description
        } catch {
            return "\((error as? FieldError)?.code ?? "other")"
        }
    }

    @Test(arguments: [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("../lib.git", "https://git.example.org:8443/team/lib.git"),
        ("../../other/lib", "https://git.example.org:8443/other/lib"),
        ("./lib", "https://git.example.org:8443/team/app.git/lib"),
        ("git@github.com:owner/lib.git", "https://github.com/owner/lib.git"),
        ("ssh://git@github.com/owner/lib", "https://github.com/owner/lib"),
        ("git://github.com/owner/lib", "https://github.com/owner/lib"),
    ])
    func becomesAnAddressOverHTTPS(_ text: String, _ address: String) {
        #expect(resolve(text) == address)
    }

    @Test(arguments: [
        ("ssh://git@host:2222/owner/lib", "repository_scheme"), ("ssh://host/'; touch x; '", "repository_malformed"),
        ("/srv/git/lib.git", "repository_scheme"), ("file:///srv/git/lib", "repository_scheme"),
        ("http://example.org/a/b", "repository_scheme"), ("https://user:token@example.org/a", "repository_credentials"),
        ("ext::sh -c id", "repository_scheme"), ("../../../../x", "repository_malformed"), ("", "repository_required"),
        ("--upload-pack=id", "repository_scheme"), ("../a b", "repository_malformed"),
    ])
    func orIsRefused(_ text: String, _ code: String) {
        #expect(resolve(text) == code)
    }
}

@Suite struct SubmodulePathTests {
    @Test(arguments: ["lib", "third_party/lib-1.0", "wörk/日本語", ".github/lib", "gits"])
    func isSafe(_ path: String) { #expect(SubmodulePath.isSafe(path)) }

    @Test(arguments: [
        "", "..", "a/../b", "/a", "a//b", "./a", ".git", ".GIT/hooks", "a/.git/modules", ".g\u{200c}it", "git~1",
        ".git ",
        ".git.", ".git::$INDEX_ALLOCATION", "a\r", "a\nb", "a\\b", ".dcc/venv",
    ])
    func isNot(_ path: String) { #expect(!SubmodulePath.isSafe(path)) }
}
