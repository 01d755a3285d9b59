import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { page } from "./page.mjs";

const { idleNeedsPort, people, plan, rules, suggestName } = await page("onboarding/rules.js");

const tables = {
    name: {
        fine: ["a", "app", "my-app-2", "a".repeat(40)],
        wrong: ["", "1app", "-app", "app-", "a--b", "App", "my app", "my_app", "ａpp", "a".repeat(41), "app\n"],
    },
    repository: {
        fine: [
            "https://github.com/owner/project", "https://github.com/owner/project.git", "https://github.com/owner/project/",
            "HTTPS://GitHub.com/owner/project", "https://git.example.com:8443/team/sub/project",
        ],
        wrong: [
            "", "github.com/owner/project", "http://github.com/owner/project", "git@github.com:owner/project.git",
            "ssh://github.com/owner/project", "https://", "https://github.com", "https://github.com/",
            "https://token@github.com/owner/project", "https://github.com/owner/project?x=1", "https://github.com/a/b#main",
            "https://github.com/a b", "https://github.com/a/%2e%2e", "https://github.com\\a/b",
            `https://github.com/${"a".repeat(500)}`,
        ],
    },
    branch: {
        fine: ["", "main", "release/1.0", "feature_x+y", "fix/#12", "user@host", "wörk/日本語", "हिन्दी", "🚀-x", "a".repeat(40)],
        wrong: [
            "main;id", "two words", "ref^", "a~1", "a:b", "a..b", "/a", "a/", "a//b", "-a", ".a", "a/.b", "a.", "a.lock", "a@{0}", "@",
            "HEAD", "a`b", "a\u202eb", "a\u200db", "é".repeat(101),
        ],
    },
    requirements_file: {
        fine: ["", "requirements.txt", "docker/requirements.txt", "requirements_versions.txt", "a..b.txt"],
        wrong: ["/etc/passwd", "../x.txt", "a/../x.txt", "..", ".", "./x.txt", "a\\b.txt", "https://example.com/x.txt", "c:x.txt"],
    },
    start_command: {
        fine: ["python app.py", "a | b && c; $(d) `e` *", "x".repeat(4096), "é".repeat(2048)],
        wrong: ["", "   ", "x".repeat(4097), "é".repeat(2049)],
    },
    port: {
        fine: ["", "1", "80", "7860", "65535"],
        wrong: ["0", "65536", "-1", "80.5", "1e3", "0x50", "80a", " ", "8000-9000", "100000"],
    },
    gpus: {
        fine: ["0", "1", "16"],
        wrong: ["", "17", "-1", "1.5", "all"],
    },
    memory_gib: {
        fine: ["", "1", "64", "4096"],
        wrong: ["0", "-1", "1.5", "8 GiB", "4097", "10000"],
    },
    gpu_memory_gib: { fine: ["", "1", "1024"], wrong: ["0", "1025", "1.5", "all"] },
    gpu_sharing: { fine: ["exclusive", "shared"], wrong: [] },
    lease_hours: { fine: ["", "1", "8760"], wrong: ["0", "8761", "-1"] },
    idle_minutes: { fine: ["", "1", "10080"], wrong: ["0", "10081", "100000"] },
    shared_with: {
        fine: ["", "bob", "@ml", "*", "bob, @ml", "bob @ml,carol@example.com", " bob ,, ", `@${"x".repeat(128)}`, "DOMAIN\\bob"],
        wrong: ["@", "bob, @", "bob\0", "b\u202eob", "x".repeat(129), "é".repeat(65)],
    },
    repository_token: {
        fine: ["", "ghp_0123456789abcdef", "glpat-x_y.z:~!", "12345678", "x".repeat(1024)],
        wrong: ["1234567", "two words", "tab\there", "line\nbreak", "é", "x".repeat(1025)],
    },
    repository_user: { fine: ["", "gitlab+deploy-token-1", "two words", "x".repeat(255)], wrong: ["a:b", "é", "x".repeat(256), "tab\there"] },
    installer: { fine: ["uv", "pip"], wrong: [] },
    system_packages: {
        fine: ["", "ffmpeg", "ffmpeg libgl1\nlibstdc++6", "0ad g++", " git "],
        wrong: ["f", "FFmpeg", "ffmpeg;id", "--option", "a=1.2", "ffmpeg, git", "x".repeat(129), "ab ".repeat(101)],
    },
    extra_requirements: {
        fine: ["", "Pillow>=10\n\n--extra-index-url https://example.com/simple", "x".repeat(1024)],
        wrong: ["x".repeat(1025), "a\tb", "a\u202eb", "a\n".repeat(101)],
    },
    skip_requirements: { fine: ["", "pywin32==306", "a\n".repeat(200)], wrong: ["a\n".repeat(201)] },
    image: {
        fine: ["", "python:3.11-slim", "ghcr.io/owner/image:tag", "localhost:5000/a/b@sha256:0f1e"],
        wrong: ["two words", "a;b", "x".repeat(513)],
    },
    variable_name: {
        fine: ["A", "_", "HF_HOME", "a1", "PATHS", "MY_PATH", "HOMEPAGE", "LDAP_URL", "NVIDIA_API_KEY", "ENV", "DOCKER_IMAGE", "X".repeat(128)],
        wrong: [
            "", "1A", "A B", "A-B", "A=B", "A\nB", "É", "X".repeat(129), "PATH", "HOME", "BASH_ENV", "PYTHONHOME", "VIRTUAL_ENV",
            "LD_PRELOAD", "ld_preload", "Path", "NVIDIA_VISIBLE_DEVICES", "nvidia_require_cuda", "COMPOSE_FILE", "DOCKER_HOST", "DCC_PORT",
        ],
    },
    variable_value: {
        fine: ["", " two words ", "${HOME}", "a: b # c", "$(id)", "x".repeat(32768), "é".repeat(16384)],
        wrong: ["line1\nline2", "tab\there", "\0", "\x7f", "\x9b", "x".repeat(32769), "é".repeat(16385)],
    },
    secret_value: {
        fine: ["12345678", "éééé", "x".repeat(32768)],
        wrong: ["", "1234567", "1234567\n", "x".repeat(32769)],
    },
};

for (const [field, { fine, wrong }] of Object.entries(tables)) {
    for (const value of fine) {
        test(`${field} takes ${JSON.stringify(value.slice(0, 60))} (${value.length})`, () => {
            assert.equal(rules[field](value), "");
        });
    }
    for (const value of wrong) {
        test(`${field} refuses ${JSON.stringify(value.slice(0, 60))} (${value.length}) in a sentence`, () => {
            assert.match(rules[field](value), /^[A-Z].*\.$/s);
        });
    }
}

const corpus = readFileSync(new URL("../Corpus/bad_inputs.jsonl", import.meta.url), "utf8").trim().split("\n")
    .map((line) => JSON.parse(line))
    .map(({ field, value, ...others }) => ({
        ...others,
        rule: rules[{ env_key: "variable_name", env_value: "variable_value" }[field] ?? field],
        text: typeof value === "object" ? value?.$repeat?.repeat(value.n) : String(value),
    }))
    .filter(({ rule, text }) => rule && text !== undefined);

test("no rule refuses what the server must accept", () => {
    const literal = corpus.filter(({ expect }) => expect === "accept_literal");
    assert.ok(literal.length >= 14, `only ${literal.length} lines were found`);
    for (const { id, rule, text } of literal) assert.equal(rule(text), "", id);
});

test("the rules of variables refuse what the server refuses", () => {
    const refused = corpus.filter(({ group, expect }) => group === "env" && expect === "reject");
    assert.ok(refused.length >= 8, `only ${refused.length} lines were found`);
    for (const { id, rule, text } of refused) assert.notEqual(rule(text), "", id);
});

test("people are separated by commas and spaces", () => {
    assert.deepEqual(people(" bob,@ml,  carol@example.com\n"), ["bob", "@ml", "carol@example.com"]);
    assert.deepEqual(people(""), []);
});

const suggestions = {
    "https://github.com/owner/project": "project",
    "https://github.com/owner/project.git": "project",
    "https://github.com/owner/project/": "project",
    "https://github.com/AUTOMATIC1111/stable-diffusion-webui": "stable-diffusion-webui",
    "https://github.com/owner/My_Cool..App": "my-cool-app",
    "https://github.com/owner/3d-viewer": "d-viewer",
    "https://github.com/owner/123": "",
    "https://github.com": "",
    "https:/": "",
    "": "",
    [`https://github.com/owner/${"a".repeat(39)}-b`]: "a".repeat(39),
    [`https://github.com/owner/${"b".repeat(60)}`]: "b".repeat(40),
};

for (const [repository, name] of Object.entries(suggestions)) {
    test(`${JSON.stringify(repository)} suggests the name ${JSON.stringify(name)}`, () => {
        assert.equal(suggestName(repository), name);
        if (name) assert.equal(rules.name(name), "", "a suggested name must be a valid one");
    });
}

const form = {
    repository: "https://github.com/owner/project",
    name: "project",
    start_command: "python app.py",
    port: "7860",
    branch: "",
    requirements_file: "",
    gpus: "1",
};

test("the plan says what pressing the button will do", () => {
    assert.equal(
        plan(form, false, "apps.example.com"),
        "Clones the default branch of github.com/owner/project, installs requirements.txt if present, " +
            "runs “python app.py” with 1 GPU, port 7860, link https://project.apps.example.com/",
    );
});

test("the plan follows each choice", () => {
    assert.equal(
        plan({ ...form, branch: "next", requirements_file: "docker/extra.txt", gpus: "2" }, false, ""),
        "Clones next of github.com/owner/project, installs docker/extra.txt, runs “python app.py” with 2 GPUs, port 7860",
    );
    assert.equal(
        plan({ ...form, build: "dockerfile", start_command: "", gpus: "0" }, false, ""),
        "Clones the default branch of github.com/owner/project, builds its Dockerfile, runs its image without a GPU, port 7860",
    );
    assert.match(plan({ ...form, port: "" }, false, "apps.example.com"), / with 1 GPU, without a port and a link$/);
    assert.match(plan(form, false, "", { files: ["pyproject.toml"] }), /, installs pyproject.toml, /);
    assert.equal(
        plan({ ...form, gpus: "0", requirements_file: "ignored.txt" }, true, ""),
        "Clones the default branch of github.com/owner/project, installs nothing, runs “python app.py” without a GPU, port 7860",
    );
});

test("the plan stays short, since it stands beside the button", () => {
    const long = plan({ ...form, start_command: "x".repeat(4096), branch: "b".repeat(200), repository: `https://github.com/${"o".repeat(400)}` }, false, "");
    assert.ok(long.length < 400, `${long.length} characters`);
    assert.match(long, /runs “x{79}…”/);
});

for (const [minutes, port, error] of [
    ["30", "", "An app without a port has no link that could start it again: leave this empty."], ["30", "7860", ""], ["", "", ""],
]) {
    test(`“${minutes}” idle minutes with the port “${port}”: “${error}”`, () => assert.equal(idleNeedsPort(minutes, port), error));
}
