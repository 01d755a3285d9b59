@testable import Model
import Testing

@Suite struct AppNameTests {
    @Test(arguments: ["a", "demo", "null-pointer", "a1", String(repeating: "a", count: 40)])
    func takes(_ text: String) throws {
        #expect(try AppName(text).rawValue == text)
    }

    @Test(arguments: [
        ("", "name_required"), ("A", "name_invalid"), ("1a", "name_invalid"), ("a-", "name_invalid"),
        ("a--b", "name_invalid"), ("a_b", "name_invalid"), ("../a", "name_invalid"), ("a\n", "name_invalid"),
        ("ａpp", "name_invalid"), (String(repeating: "a", count: 41), "name_invalid"), ("api", "name_reserved"),
        ("com1", "name_reserved"), ("yes", "name_reserved"),
    ])
    func refuses(_ text: String, _ code: String) {
        #expect(throws: FieldError.self) { try AppName(text) }
        #expect(refusal { () throws(FieldError) in try AppName(text) } == code)
    }

    @Test func suggestsTheSameNameInSmallLetters() {
        do {
            _ = try AppName("ComfyUI")
            Issue.record("a name with uppercase letters was accepted")
        } catch {
            #expect(error.message.contains("comfyui"))
        }
    }
}

@Suite struct RepositoryURLTests {
    @Test(arguments: [
        ("https://github.com/a/b", "https://github.com/a/b"), ("HTTPS://GitHub.com/a/b/", "https://github.com/a/b"),
        ("https://git.example.org:8443/~u/x+y.git", "https://git.example.org:8443/~u/x+y.git"),
        ("https://github.com:443/a/b", "https://github.com/a/b"),
    ])
    func takes(_ text: String, _ canonical: String) throws {
        #expect(try RepositoryURL(text).description == canonical)
    }

    @Test(arguments: [
        ("", "repository_required"), ("git@github.com:a/b", "repository_scheme"), ("file:///etc", "repository_scheme"),
        ("https:/github.com/a", "repository_malformed"), ("https://github.com", "repository_malformed"),
        ("https://github.com/", "repository_malformed"), ("https://github.com/a//b", "repository_malformed"),
        ("https://github.com/../b", "repository_malformed"), ("https://github.com/a?b", "repository_malformed"),
        ("https://github.com/a%2fb", "repository_malformed"), ("https://a@github.com/a", "repository_credentials"),
        ("https://a\\@b/c", "repository_malformed"), ("https://github.com:99999/a", "repository_port"),
        ("https://github.com:/a", "repository_port"), ("https://[::1]/a", "repository_address"),
        ("https://git hub.com/a", "repository_malformed"), ("https://github.com./a", "repository_malformed"),
    ])
    func refuses(_ text: String, _ code: String) {
        #expect(refusal { () throws(FieldError) in try RepositoryURL(text) } == code)
    }
}

@Suite struct RepositoryHostsTests {
    private func admission(_ allowed: [String], _ url: String) throws -> RepositoryHosts.Admission {
        try RepositoryHosts(allowed: allowed, appsDomain: "apps.example.org:8443").admit(try RepositoryURL(url))
    }

    @Test func admitsAListedHostAtAnyAddress() throws {
        #expect(try admission(["localhost:9000"], "https://localhost:9000/a") == .anyAddress)
        #expect(try admission(["git.corp"], "https://git.corp/a") == .anyAddress)
    }

    @Test func aStarAdmitsPublicAddressesOnly() throws {
        #expect(try admission(["*"], "https://git.example.com/a") == .publicAddressOnly)
    }

    @Test(arguments: [
        "https://localhost/a", "https://127.1/a", "https://2130706433/a", "https://0x7f000001/a", "https://intranet/a",
        "https://host.docker.internal/a", "https://x.apps.example.org/a", "https://apps.example.org/a",
    ])
    func aStarDoesNotAdmit(_ url: String) {
        #expect(throws: FieldError.self) { try admission(["*"], url) }
    }

    @Test func aPortOtherThanTheListedOneIsAnotherHost() {
        #expect(throws: FieldError.self) { try admission(["localhost:9000"], "https://localhost:9001/a") }
    }
}

@Suite struct RequirementsFileTests {
    @Test func absentIsAutomaticAndEmptyIsNone() throws {
        #expect(try RequirementsFile(nil) == .automatic)
        #expect(try RequirementsFile("") == RequirementsFile.none)
        #expect(try RequirementsFile("docker/req-gpu.txt") == .path("docker/req-gpu.txt"))
    }

    @Test(arguments: [
        ("/etc/passwd", "requirements_path"), ("a/../b", "requirements_path"), ("a\\b", "requirements_path"),
        (".GIT/config", "requirements_path"), ("git~1/x", "requirements_path"), (".git. /x", "requirements_path"),
        (".g\u{200c}it/x", "requirements_path"), ("https://a/b", "requirements_path"), ("-r", "requirements_path"),
        ("a//b", "requirements_path"), (".", "requirements_not_file"), ("a/", "requirements_not_file"),
        (String(repeating: "a", count: 256), "requirements_path"),
    ])
    func refuses(_ text: String, _ code: String) {
        #expect(refusal { () throws(FieldError) in try RequirementsFile(text) } == code)
    }
}

@Suite struct StartCommandTests {
    @Test(arguments: [
        "python app.py", "echo $HOME && ls | wc; exit", "echo 'π ≈ 3'", String(repeating: "a", count: 4096),
    ])
    func takes(_ text: String) throws {
        #expect(try StartCommand(text).rawValue == text)
    }

    @Test(arguments: [
        ("", "command_required"), ("  ", "command_required"), ("a\nb", "command_control_char"),
        ("a\tb", "command_control_char"), ("a\u{85}b", "command_control_char"), ("a\u{2028}b", "command_control_char"),
        ("a\u{202e}b", "command_control_char"), ("a\u{2066}b", "command_control_char"),
        (String(repeating: "é", count: 2049), "command_too_long"),
    ])
    func refuses(_ text: String, _ code: String) {
        #expect(refusal { () throws(FieldError) in try StartCommand(text) } == code)
    }
}

@Suite struct GitReferenceTests {
    @Test(arguments: [
        "main", "feature/x-1", "v1.0", "fix/#12", "user@host", "wörk/日本語", "ветка", "हिन्दी", "🚀-rocket", "a=b,c%",
        "x/-a", "refs/tags/v1", "@a", "HEAD/x",
    ])
    func takes(_ text: String) throws {
        #expect(try GitReference(text).rawValue == text)
    }

    @Test(arguments: [
        "", "a..b", "/a", "a/", "a//b", "-a", "a;b", "refs/heads/../x", "a.lock", "a.lock/b", ".a", "a/.b", "a.", "a b",
        "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a@{0}", "@", "HEAD", "a$b", "a`b", "a|b", "a&b", "a'b", "a\"b",
        "a\u{7f}", "a\u{202e}b", "a\u{200d}b", "a\u{a0}b", "a\nb", String(repeating: "é", count: 101),
    ])
    func refuses(_ text: String) {
        #expect(refusal { () throws(FieldError) in try GitReference(text) } == "ref_invalid")
    }

    @Test func aFullCommitIDIsACommit() throws {
        let commit = String(repeating: "aB", count: 20)
        #expect(try GitReference(commit).commit?.rawValue == commit.lowercased())
        #expect(try GitReference("abcdef1").commit == nil)
    }
}

@Suite struct CommitIDTests {
    @Test func isFortyOrSixtyFourSmallHexadecimalDigits() {
        #expect(CommitID(String(repeating: "a", count: 40)) != nil)
        #expect(CommitID(String(repeating: "0", count: 64)) != nil)
        #expect(CommitID(String(repeating: "A", count: 40)) == nil)
        #expect(CommitID("abc") == nil)
    }
}

@Suite struct InstallerTests {
    @Test func isUVOrPip() throws {
        #expect(try ["uv", "pip"].map { try Installer($0) } == [.uv, .pip])
        for text in ["", "UV", "conda"] {
            #expect(refusal { () throws(FieldError) in try Installer(text) } == "installer_unknown")
        }
    }
}

@Suite struct SystemPackageNameTests {
    @Test(arguments: [
        "ffmpeg", "libgl1", "g++", "libstdc++6", "0ad", "lib32z1-dev", "python3.11", "a+",
        String(repeating: "a", count: 128),
    ])
    func takes(_ text: String) throws {
        #expect(try SystemPackageName(text, field: "").rawValue == text)
    }

    @Test(arguments: [
        "", "a", "Ffmpeg", "ffmpeg; touch x", "--option", "-y", "+a", ".a", "ffmpeg\n", "ffmpeg git", "ffmpeg=5.1",
        "a/b",
        "libc6:amd64", "ffmpeg*", "$(id)", "ｆfmpeg", "fﬁ", "e\u{301}e", "a_b", "~nffmpeg", "ffmpeg\0",
        String(repeating: "a", count: 129),
    ])
    func refuses(_ text: String) {
        #expect(
            refusal { () throws(FieldError) in try SystemPackageName(text, field: "") } == "system_package_invalid")
    }
}

@Suite struct RequirementLineTests {
    @Test(arguments: [
        "Pillow>=10", "--extra-index-url https://download.pytorch.org/whl/cu118", "git+https://github.com/a/b@main",
        "pywin32==306 ; sys_platform == 'win32'", "# nothing", "é", String(repeating: "a", count: 1024),
    ])
    func takes(_ text: String) throws {
        #expect(try RequirementLine(text, field: "").rawValue == text)
    }

    @Test(arguments: [
        ("", "requirement_empty"), ("  ", "requirement_empty"), ("a\nb", "requirement_control_char"),
        ("a\r", "requirement_control_char"), ("a\tb", "requirement_control_char"), ("a\0", "requirement_control_char"),
        ("a\u{2028}b", "requirement_control_char"), ("a\u{202e}b", "requirement_control_char"),
        (String(repeating: "é", count: 513), "requirement_too_long"),
    ])
    func refuses(_ text: String, _ code: String) {
        #expect(refusal { () throws(FieldError) in try RequirementLine(text, field: "") } == code)
    }
}

@Suite struct ImageReferenceTests {
    private static let sha256 = "sha256:" + String(repeating: "0a", count: 32)

    @Test(arguments: [
        "python", "python:3.11-slim", "library/python", "ghcr.io/owner/image:tag", "localhost:5000/a/b__c/d-e.f:_1",
        "registry.example.com:5000/a", "Registry.Example.com/a", "a--b", "python@\(sha256)", "a/b:1@\(sha256)",
        "a:" + String(repeating: "t", count: 128), String(repeating: "a", count: 255),
    ])
    func takes(_ text: String) throws {
        #expect(try ImageReference(text).rawValue == text)
    }

    @Test(arguments: [
        "", "Python", "a b", "a\n", "-a", "a-", "a..b", "a___b", "a_.b", "/a", "a/", "a//b", "a:", "a:.x", "a:b:c",
        "a:b/c",
        "https://ghcr.io/a", "ghcr.io:/a", "-x.io/a", "a/B", "a@", "a@sha256:0a",
        "a@md5:" + String(repeating: "0", count: 32),
        "a@" + sha256.uppercased(), "$(id)", "a;b", "--privileged", "../a", "pythön",
        "a:" + String(repeating: "t", count: 129),
        String(repeating: "a", count: 256), "a@\(sha256)@\(sha256)",
    ])
    func refuses(_ text: String) {
        #expect(refusal { () throws(FieldError) in try ImageReference(text) } == "image_invalid")
    }
}

@Suite struct ModelFolderNameTests {
    @Test(arguments: ["checkpoints", "a", "0", "sd-1-5", "a-", String(repeating: "a", count: 63)])
    func takes(_ text: String) throws {
        #expect(try ModelFolderName(text, field: "").rawValue == text)
    }

    @Test(arguments: ["", "-a", "A", "a_b", "a/b", "..", "a b", "a\n", "é", String(repeating: "a", count: 64)])
    func refuses(_ text: String) {
        #expect(refusal { () throws(FieldError) in try ModelFolderName(text, field: "") } == "model_invalid")
    }
}

@Suite struct RepositoryUserTests {
    @Test(arguments: [
        "gitlab+deploy-token-1", "oauth2", "a@example.com", "two words", String(repeating: "a", count: 255),
    ])
    func takes(_ text: String) throws {
        #expect(try RepositoryUser(text).rawValue == text)
    }

    @Test(arguments: ["", "a:b", "a\n", "a\0", "é", "\u{7f}", String(repeating: "a", count: 256)])
    func refuses(_ text: String) {
        #expect(refusal { () throws(FieldError) in try RepositoryUser(text) } == "repository_user_invalid")
    }
}

/// The error code thrown by `make`; nil if it does not throw.
private func refusal<Value>(_ make: () throws(FieldError) -> Value) -> String? {
    do {
        _ = try make()
        return nil
    } catch {
        return error.code
    }
}
