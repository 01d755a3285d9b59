import assert from "node:assert/strict";
import { test } from "node:test";
import { anApp } from "./examples.mjs";
import { page } from "./page.mjs";

const { patchOf } = await page("shared/failure_actions.js");

const TOKEN = { name: "HF_TOKEN", value: null, secret: true };
const app = anApp({
    system_packages: ["git"], extra_requirements: ["Pillow>=10"], skip_requirements: ["pywin32==306"],
    environment: [TOKEN, { name: "HOST", value: "127.0.0.1", secret: false }],
});

const patches = [
    ["another port", { kind: "change_port", port: 8501 }, { port: 8501 }],
    ["system packages join those that are there", { kind: "add_system_packages", packages: ["ffmpeg", "git"], start_command: null },
        { system_packages: ["git", "ffmpeg"] }],
    ["packages that the start command installed leave it", { kind: "add_system_packages", packages: ["ffmpeg"], start_command: "python app.py" },
        { system_packages: ["git", "ffmpeg"], start_command: "python app.py" }],
    ["requirements are added once", { kind: "add_requirements", requirements: ["Pillow>=10", "numpy<2"] },
        { extra_requirements: ["Pillow>=10", "numpy<2"] }],
    ["requirements are left out", { kind: "skip_requirements", requirements: ["torch==2.1.0+cu118"], instead: [] },
        { skip_requirements: ["pywin32==306", "torch==2.1.0+cu118"] }],
    ["a requirement is replaced by another", { kind: "skip_requirements", requirements: ["sklearn"], instead: ["scikit-learn"] },
        { skip_requirements: ["pywin32==306", "sklearn"], extra_requirements: ["Pillow>=10", "scikit-learn"] }],
    ["the other installer", { kind: "use_installer", installer: "pip" }, { installer: "pip" }],
    ["more memory", { kind: "set_memory", memory_gib: 16 }, { memory_gib: 16 }],
    ["a variable is replaced in its place, and a secret is kept without its value", { kind: "set_variable", name: "HOST", value: "0.0.0.0" },
        { environment: [TOKEN, { name: "HOST", value: "0.0.0.0", secret: false }] }],
    ["a new variable comes last", { kind: "set_variable", name: "MODE", value: "cpu" },
        { environment: [...app.environment, { name: "MODE", value: "cpu", secret: false }] }],
    ["another start command", { kind: "change_start_command", start_command: "python3 app.py" }, { start_command: "python3 app.py" }],
    ["the repository's Dockerfile, whose image starts itself", { kind: "build_dockerfile" }, { build: "dockerfile", start_command: "" }],
    ["deploying again changes no setting", { kind: "redeploy" }, {}],
];

for (const [title, action, patch] of patches) test(title, () => assert.deepEqual(patchOf({ label: "Mend it", ...action }, app), patch));
