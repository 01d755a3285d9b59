import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { levelOf } = await page("app/log_level.js");

for (const [source, text, level] of [
    ["deploy", "Failed: The app exited with code 1.", "error"],
    ["deploy", "Stop failed: Docker is not responding.", "error"],
    ["deploy", "Restoring the previous commit failed too: It is gone.", "error"],
    ["deploy", "Fetching https://github.com/o/failed", ""],
    ["deploy", "Running at commit 3f2a9c1b7.", ""],
    ["install", "ERROR: Could not find a version that satisfies the requirement torch==9", "error"],
    ["install", "error: subprocess-exited-with-error", "error"],
    ["install", "  × No solution found when resolving dependencies:", "error"],
    ["install", "WARNING: Retrying after connection broken", "warning"],
    ["install", "DEPRECATION: --no-binary is deprecated", "warning"],
    ["install", "Collecting error-prone==1.0", ""],
    ["image", "E: Unable to locate package ffmpegg", "error"],
    ["image", "W: Failed to fetch an index", "warning"],
    ["clone", "fatal: not a repository", "error"],
    ["app", "Traceback (most recent call last):", "error"],
    ["app", "ModuleNotFoundError: No module named 'gradio'", "error"],
    ["app", "torch.cuda.OutOfMemoryError: CUDA out of memory.", "error"],
    ["app", "2026-03-04 12:00:00 [ERROR] it broke", "error"],
    ["app", "2026-03-04 12:00:00,123 | WARNING | slow", "warning"],
    ["app", "app.py:3: UserWarning: old", ""],
    ["app", "UserWarning: old", "warning"],
    ["app", "INFO:     Uvicorn running", ""],
    ["app", "0 errors, 0 warnings", ""],
]) {
    test(`“${text}” of ${source} is ${level || "ordinary"}`, () => assert.equal(levelOf(source, text), level));
}
