@testable import Model
import Testing

@Suite struct PythonRequirementTests {
    @Test(arguments: [
        (">= 3.8 , != 3.9.*", ">= 3.8 , != 3.9.*"), ("<3.9||~=3.11.2", "<3.9 || ~=3.11.2"), ("3.11", "3.11"),
    ])
    func keepsSpecifiers(_ text: String, _ specifiers: String) {
        #expect(PythonRequirement(text, source: "", isStrict: true)?.specifiers == specifiers)
    }

    @Test(arguments: ["", "*", "<script>", ">=x", String(repeating: "3", count: 200), ">=3.8; rm"])
    func isNothingThatCannotBeRead(_ text: String) {
        #expect(PythonRequirement(text, source: "", isStrict: true) == nil)
    }

    @Test(arguments: [
        ("3.11", "==3.11.*"), ("cpython-3.12.1", "==3.12.*"), ("python-3.9.7", "==3.9.*"), ("3", "==3.*"),
        ("system", nil),
    ])
    func aVersionLeavesThePatchOpen(_ text: String, _ specifiers: String?) {
        #expect(PythonRequirement(version: text, source: "")?.specifiers == specifiers)
    }

    @Test(
        arguments: [
            ("^1.2.3", ">=1.2.3,<2"), ("^0.2.3", ">=0.2.3,<0.3"), ("^0.0.3", ">=0.0.3,<0.0.4"), ("^0", ">=0,<1"),
            ("^0.0", ">=0.0,<0.1"),
            ("~1.2.3", ">=1.2.3,<1.3"), ("~1.2", ">=1.2,<1.3"), ("~1", ">=1,<2"), ("1.2.*", "==1.2.*"), ("*", ""),
            ("1.2.3", "==1.2.3"),
            (">= 1.0 <2.0", ">=1.0,<2.0"), (">=1,<2", ">=1,<2"), ("~=1.2", "~=1.2"),
            ("^1.0 || ^2.0", ">=1.0,<2 || >=2.0,<3"),
        ])
    func translatesPoetrysVersions(_ text: String, _ specifiers: String) {
        #expect(PoetryVersion.specifiers(text) == specifiers)
    }

    @Test(
        arguments: [
            ("numpy", "numpy", ""), ("numpy=1.26", "numpy", "==1.26.*"), ("numpy=1.26.4", "numpy", "==1.26.4"),
            ("numpy=1.26.*", "numpy", "==1.26.*"),
            ("numpy==1.26.4", "numpy", "==1.26.4"),
            ("numpy=1.26.4=py311h", "numpy", "==1.26.4"), ("conda-forge::numpy>=1.2,<2", "numpy", ">=1.2,<2"),
            ("numpy 1.26", "numpy", "==1.26.*"),
            ("numpy >=1.2", "numpy", ">=1.2"), ("pytorch=*=*cuda*", "pytorch", ""),
            ("numpy[version='>1']", "numpy", ""),
        ])
    func readsCondasEntries(_ text: String, _ name: String, _ versions: String) throws {
        let entry = try #require(CondaEntry(text))
        #expect((entry.name, entry.versions) == (name, versions))
    }
}

@Suite struct SpaceHeaderTests {
    @Test func readsHowASpaceIsRun() throws {
        let header = try #require(
            SpaceHeader(
                readme:
                    """
                    ---
                    title: "A: b"
                    emoji: 🐢
                    sdk: streamlit
                    sdk_version: "1.36.0"
                    app_file: src/main.py
                    python_version: 3.11
                    ---
                    text
                    """
            ))
        #expect(
            (header.kit, header.version, header.file, header.python) == (.streamlit, "1.36.0", "src/main.py", "3.11"))
    }

    @Test(arguments: [
        "# Title\nsdk: gradio", "---\nsdk: other\n---", "---\nsdk: gradio", "---\n\tsdk: gradio\n---", "",
    ])
    func isNothingWithoutAHeader(_ readme: String) {
        #expect(SpaceHeader(readme: readme) == nil)
    }

    @Test(arguments: ["../x.py", "-c", "a b.py", "$(x)", "/etc/x"]) func hostileNamesAreNotRun(_ name: String) throws {
        let header = try #require(SpaceHeader(readme: "---\nsdk: gradio\napp_file: \(name)\n---"))
        #expect(header.file == "app.py")
    }
}
