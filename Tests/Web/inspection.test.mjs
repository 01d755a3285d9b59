import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { fills, suggest, suggestBuild } = await page("onboarding/form_values.js");

const inspection = (differences = {}) => ({
    branch: "main", branches: ["main", "dev"], requirements_files: ["requirements.txt"],
    start_commands: [{ command: "python app.py", why: "found app.py, imports gradio" }, { command: "python main.py", why: "found main.py" }],
    ports: [{ port: 7860, why: "Gradio's own" }], dependencies: { source: "requirements.txt" }, ...differences,
});
const empty = { start_command: "", port: "", branch: "", requirements_file: "" };

test("the first start command and port are suggested, each with its reason, and all are offered", () => {
    const { start_command, port, branch } = suggest(inspection());
    assert.deepEqual(start_command, { value: "python app.py", why: "found app.py, imports gradio", options: ["python app.py", "python main.py"] });
    assert.deepEqual(port, { value: "7860", why: "Gradio's own", options: ["7860"] });
    assert.deepEqual(branch, { value: "", why: "2 branches, main is the default", options: ["main", "dev"] });
});

const files = [
    [["requirements.txt", "dev.txt"], "requirements.txt", ""], [["a.txt", "requirements_versions.txt"], "requirements_versions.txt", ""],
    [["requirements/full.txt"], null, "requirements/full.txt"], [["requirements-docker.txt"], "uv.lock", ""], [[], null, ""],
];
for (const [requirements_files, source, value] of files) {
    test(`of ${requirements_files.join(" and ") || "no requirements file"}, with ${source} found, “${value}” is filled in`, () => {
        assert.equal(suggest(inspection({ requirements_files, dependencies: { source } })).requirements_file.value, value);
    });
}

for (const [dependencies, mayBuild, build] of [
    [{ dockerfile: true, is_python: false }, true, "dockerfile"], [{ dockerfile: true, is_python: false }, false, "python"],
    [{ dockerfile: true, is_python: true }, true, "python"], [{ dockerfile: false, is_python: false }, true, "python"], [null, true, "python"],
]) test(`for ${JSON.stringify(dependencies)} the build is ${build} ${mayBuild ? "where" : "unless"} it is allowed`, () => assert.equal(suggestBuild(dependencies, mayBuild), build));

test("an image starts itself, on the port that it exposes", () => {
    const ports = [{ port: 7860, why: "Gradio's own" }, { port: 8080, why: "Dockerfile: EXPOSE" }];
    const { start_command, port } = suggest(inspection({ ports }), "dockerfile");
    assert.equal(start_command.value, "");
    assert.deepEqual(port, { value: "8080", why: "Dockerfile: EXPOSE", options: ["7860", "8080"] });
});

test("a repository that says nothing suggests nothing", () => {
    const suggestions = suggest(inspection({ branches: ["main"], requirements_files: [], start_commands: [], ports: [] }));
    assert.deepEqual(fills(suggestions, empty, new Map()), []);
});

test("typed values stay, empty fields are filled in", () => {
    assert.deepEqual(fills(suggest(inspection()), { ...empty, port: "8000" }, new Map()), [["start_command", "python app.py"]]);
});

test("what the user emptied stays empty", () => {
    assert.deepEqual(fills(suggest(inspection()), empty, new Map([["port", "7860"]]), new Set(["port"])), [["start_command", "python app.py"]]);
});

test("what the page filled in gives way to what another repository says, even if that is nothing", () => {
    const ours = new Map([["port", "7860"], ["start_command", "python app.py"]]);
    const values = { ...empty, port: "7860", start_command: "python mine.py" };
    assert.deepEqual(fills(suggest(inspection({ ports: [] })), values, ours), [["port", ""]]);
});
