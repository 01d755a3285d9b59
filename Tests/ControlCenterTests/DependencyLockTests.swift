@testable import Model
import Testing

@Suite struct PoetryLockTests {
    private static let project = """
        [tool.poetry]
        name = "x"
        package-mode = false
        [tool.poetry.dependencies]
        python = "^3.10"
        web = "*"
        maybe = {version = "*", optional = true}
        [build-system]
        requires = ["poetry-core"]
        """

    private func plan(_ lock: String, extra: [String] = []) -> DependencyPlan {
        DependencyPlan(["pyproject.toml": Self.project, "poetry.lock": lock], extra: extra)
    }

    @Test func takesTheMainGroupOfLockVersion21WithItsMarkers() {
        let plan = plan(
            """
            [[package]]
            name = "web"
            version = "1.0"
            optional = false
            groups = ["main", "dev"]
            markers = "python_version < \\"3.12\\""
            files = [
                {file = "a.whl", hash = "sha256:bb"},
                {file = "a.tar.gz", hash = "sha256:aa"},
            ]
            [[package]]
            name = "pytest"
            version = "8"
            groups = ["dev"]
            files = []
            """)
        #expect(plan.requirements == "web==1.0; python_version < \"3.12\" --hash=sha256:aa --hash=sha256:bb\n")
        #expect((plan.source, plan.lock, plan.project) == (.poetryLock, .converted, false))
        #expect(plan.python?.specifiers == ">=3.10,<4")
    }

    private static let ungrouped = """
        [[package]]
        name = "Web"
        version = "1.0"
        optional = false
        files = [{file = "a.whl", hash = "sha256:aa"}]
        [package.dependencies]
        colorama = {version = "*", markers = "sys_platform == \\"win32\\""}
        deep = ">=1"
        [[package]]
        name = "deep"
        version = "1.5"
        files = [{file = "d.whl", hash = "sha256:dd"}]
        [package.dependencies]
        web = "*"
        [[package]]
        name = "colorama"
        version = "0.4"
        files = [{file = "c.whl", hash = "sha256:cc"}]
        [package.dependencies]
        below = "*"
        [[package]]
        name = "below"
        version = "2"
        files = [{file = "b.whl", hash = "sha256:ee"}]
        [[package]]
        name = "maybe"
        version = "3"
        optional = true
        files = []
        [[package]]
        name = "pytest"
        version = "8"
        files = []
        [metadata]
        lock-version = "2.0"
        """

    @Test func followsDependenciesWhereTheLockHasNoGroups() {
        #expect(
            plan(Self.ungrouped).requirements == """
                web==1.0 --hash=sha256:aa
                deep==1.5 --hash=sha256:dd
                colorama==0.4; sys_platform == "win32" --hash=sha256:cc
                below==2; sys_platform == "win32" --hash=sha256:ee

                """)
    }

    @Test func hashesGoWhereALineWithoutOneIsAdded() {
        let plan = plan(Self.ungrouped, extra: ["six"])
        #expect(!plan.requirements.contains("--hash"))
        #expect(plan.requirements.hasSuffix("six\n"))
        #expect(self.plan(Self.ungrouped, extra: ["--pre"]).requirements.contains("--hash"))
    }

    @Test func readsOlderLocksAndOtherSources() {
        let plan = plan(
            """
            [[package]]
            name = "web"
            version = "1.0"
            category = "main"
            [[package]]
            name = "tool"
            version = "0"
            category = "main"
            [package.source]
            type = "git"
            url = "https://example.org/tool"
            reference = "main"
            resolved_reference = "abc"
            [[package]]
            name = "torch"
            version = "2.1.0+cu118"
            category = "main"
            [package.source]
            type = "legacy"
            url = "https://download.pytorch.org/whl/cu118"
            reference = "pytorch"
            [[package]]
            name = "pytest"
            version = "8"
            category = "dev"
            [metadata.files]
            web = [{file = "a", hash = "sha256:aa"}]
            """)
        #expect(
            plan.requirements == """
                web==1.0
                tool @ git+https://example.org/tool@abc
                torch==2.1.0+cu118
                --extra-index-url https://download.pytorch.org/whl/cu118

                """)
        #expect(plan.problems.isEmpty)
    }
}

@Suite struct PipfileLockTests {
    @Test func takesTheDefaultGroup() {
        let plan = DependencyPlan([
            "Pipfile.lock": """
            {"_meta": {"requires": {"python_version": "3.11"},
                       "sources": [{"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true},
                                   {"name": "x", "url": "https://${USER}@x.example/simple"}]},
             "default": {"web": {"version": "==1.0", "hashes": ["sha256:bb", "sha256:aa"],
                                     "markers": "python_version > '3'"},
                         "ext": {"version": "==2", "extras": ["a", "b"], "hashes": ["sha256:cc"], "index": "x"}},
             "develop": {"pytest": {"version": "==8"}}}
            """
        ])
        #expect(
            plan.requirements == """
                --extra-index-url https://${USER}@x.example/simple
                ext[a,b]==2 --hash=sha256:cc
                web==1.0; python_version > '3' --hash=sha256:aa --hash=sha256:bb

                """)
        #expect((plan.lock, plan.python?.specifiers) == (.converted, "==3.11.*"))
    }

    @Test func takesGitAndPaths() {
        let plan = DependencyPlan([
            "Pipfile.lock": """
            {"default": {"a": {"git": "https://example.org/a", "ref": "abc"}, "b": {"path": "lib", "editable": true}}}
            """, "lib/setup.py": "",
        ])
        #expect(plan.requirements == "a @ git+https://example.org/a@abc\n-e /app/lib\n")
    }
}
