import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { fixWords, foundWords, isAccepted, withFix } = await page("onboarding/found.js");

const found = (differences = {}) => ({
    is_python: true, dockerfile: false, requirements: { count: 12, lines: [] }, files: ["pyproject.toml"], system_packages: [], python: null, problems: [], notes: [], ...differences,
});

const sentences = [
    [found(), "Installs 12 requirements from pyproject.toml with uv"],
    [found({ requirements: { count: 1, lines: [] }, files: ["requirements.txt", "a.txt", "b.txt"] }), "Installs 1 requirement from requirements.txt and 2 other files with uv"],
    [found({ system_packages: ["ffmpeg", "git"], python: ">=3.10,<=3.12" }),
        "Installs 12 requirements from pyproject.toml with uv · system packages ffmpeg, git · Python ≥3.10,≤3.12"],
    [found({ requirements: { count: 0, lines: [] }, files: [] }), "Installs no requirements"],
    [found({ is_python: false }), "No Python app was found in this repository. Apps run in a Python image: enter a start command if it can run there."],
    [found({ is_python: false, dockerfile: true }),
        "No Python app was found in this repository, only a Dockerfile. Dockerfiles are not built for you here; the operator can allow it " +
            "(builds.dockerfile). Apps run in a Python image: enter a start command if it can run there."],
    [found({ is_python: false, dockerfile: true }),
        "No Python app was found in this repository, only a Dockerfile. To build that, choose Dockerfile below. " +
            "Apps run in a Python image: enter a start command if it can run there.", { mayBuild: true }],
    [found({ dockerfile: true }), "Builds the repository's Dockerfile", { build: "dockerfile" }],
];

for (const [dependencies, words, { build = "python", mayBuild = false } = {}] of sentences) {
    test(`what was found is said: ${words}`, () => assert.equal(foundWords(dependencies, { installer: "uv", build }, mayBuild), words));
}

const leaveOut = { skip: ["pywin32==306"], extra: [] };
const replace = { skip: ["sklearn"], extra: ["scikit-learn"] };
const addIndex = { skip: [], extra: ["--extra-index-url https://download.pytorch.org/whl/cu118"] };

for (const [fix, words] of [
    [leaveOut, "Leave it out"], [replace, "Install scikit-learn instead"], [addIndex, "Add --extra-index-url https://download.pytorch.org/whl/cu118"],
]) test(`a fix is offered as “${words}”`, () => assert.equal(fixWords(fix), words));

test("a fix that is accepted joins the lines that are there, and leaves them again", () => {
    const values = { skip_requirements: "a==1", extra_requirements: "" };
    const accepted = withFix(replace, values, true);
    assert.deepEqual(accepted, { skip_requirements: "a==1\nsklearn", extra_requirements: "scikit-learn" });
    assert.deepEqual([isAccepted(replace, values), isAccepted(replace, accepted), isAccepted(leaveOut, accepted)], [false, true, false]);
    assert.deepEqual(withFix(replace, accepted, false), values);
});

test("accepting a fix twice adds its lines once", () => {
    const once = withFix(addIndex, { skip_requirements: "", extra_requirements: "" }, true);
    assert.deepEqual(withFix(addIndex, once, true), once);
});
