import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.mjs";

const { readSource } = await page("forges/pasted.js");
const { rules } = await page("onboarding/rules.js");

const O = "https://github.com/o/x";
const USING = `Using ${O}`;
const commit = "3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345";

/** The text, and the URL, the branch and the words that are made of it. */
const sources = [
    // As the server wants it.
    [O, O, "", ""],
    [`${O}/`, O, "", ""],
    [`${O}.git`, `${O}.git`, "", ""],
    [`  ${O}\n`, O, "", ""],
    ["https://gitlab.com/group/sub/x", "https://gitlab.com/group/sub/x", "", ""],
    ["https://gitlab.com/group/sub/raw/x", "https://gitlab.com/group/sub/raw/x", "", ""],
    ["https://git.example.com/group/sub/tree/x", "https://git.example.com/group/sub/tree/x", "", ""],
    ["https://git.example.com:8443/group/sub/wiki", "https://git.example.com:8443/group/sub/wiki", "", ""],
    ["https://huggingface.co/spaces/o/x", "https://huggingface.co/spaces/o/x", "", ""],
    ["https://localhost:8444/echoes.git", "https://localhost:8444/echoes.git", "", ""],
    // Written differently.
    [`${O}.git/`, `${O}.git`, "", ""],
    [`<${O}>`, O, "", `${USING}.`],
    [`"${O}",`, O, "", `${USING}.`],
    [`[the app](${O})`, O, "", `${USING}.`],
    ["github.com/o/x", O, "", `${USING}.`],
    ["www.github.com/o/x", O, "", `${USING}.`],
    ["http://github.com/o/x", O, "", `${USING}.`],
    ["//github.com/o/x", O, "", `${USING}.`],
    ["https://github.com//o//x", O, "", `${USING}.`],
    ["git@github.com:o/x.git", `${O}.git`, "", `${USING}.git.`],
    ["ssh://git@github.com/o/x.git", `${O}.git`, "", `${USING}.git.`],
    ["ssh://git@git.example.com:2222/o/x", "https://git.example.com/o/x", "", "Using https://git.example.com/o/x."],
    ["git@gitlab.com:group/sub/x", "https://gitlab.com/group/sub/x", "", "Using https://gitlab.com/group/sub/x."],
    ["git://github.com/o/x", O, "", `${USING}.`],
    ["https://alice@bitbucket.org/o/x.git", "https://bitbucket.org/o/x.git", "", "Using https://bitbucket.org/o/x.git."],
    // Pages of a repository.
    [`${O}?tab=readme-ov-file`, O, "", `${USING}.`],
    [`${O}/?tab=readme-ov-file#install`, O, "", `${USING}.`],
    [`${O}/tree/main`, O, "main", `${USING}, branch main.`],
    [`${O}/tree/main/sub/dir`, O, "main", `${USING}, branch main; folder sub/dir is not used.`],
    [`${O}/blob/main/app.py#L10`, O, "main", `${USING}, branch main; file app.py is not used.`],
    [`${O}/blob/main/Makefile`, O, "main", `${USING}, branch main; file Makefile is not used.`],
    [`${O}/tree/feature/login`, O, "feature/login", `${USING}, branch feature/login.`],
    [`${O}/tree/fix%2F%2342`, O, "fix/#42", `${USING}, branch fix/#42.`],
    [`${O}/tree/refs/heads/main`, O, "main", `${USING}, branch main.`],
    [`${O}/releases/tag/v1.2`, O, "v1.2", `${USING}, branch v1.2.`],
    [`${O}/commit/${commit}`, O, commit, `${USING}, branch ${commit}.`],
    [`${O}/commit/3f2a9c1`, O, "", `${USING}; the short commit ID 3f2a9c1 is not used.`],
    [`${O}/issues/12`, O, "", `${USING}; the page issues/12 is not used.`],
    [`${O}/pull/7/files`, O, "", `${USING}; the page pull/7/files is not used.`],
    [`${O}/archive/refs/heads/main.zip`, O, "main", `${USING}, branch main.`],
    ["https://raw.githubusercontent.com/o/x/main/app.py", O, "main", `${USING}, branch main; file app.py is not used.`],
    ["https://gitlab.com/group/sub/x/-/tree/main/src?ref_type=heads", "https://gitlab.com/group/sub/x", "main",
        "Using https://gitlab.com/group/sub/x, branch main; folder src is not used."],
    ["https://gitlab.com/o/x/-/issues", "https://gitlab.com/o/x", "", "Using https://gitlab.com/o/x; the page issues is not used."],
    ["https://huggingface.co/spaces/o/x/tree/main", "https://huggingface.co/spaces/o/x", "main", "Using https://huggingface.co/spaces/o/x, branch main."],
    ["https://huggingface.co/spaces/o/x/blob/main/app.py", "https://huggingface.co/spaces/o/x", "main",
        "Using https://huggingface.co/spaces/o/x, branch main; file app.py is not used."],
    ["https://huggingface.co/o/x/tree/main", "https://huggingface.co/o/x", "main", "Using https://huggingface.co/o/x, branch main."],
    ["https://codeberg.org/o/x/src/branch/main/sub", "https://codeberg.org/o/x", "main", "Using https://codeberg.org/o/x, branch main; folder sub is not used."],
    ["https://github.example.com/o/x/tree/dev", "https://github.example.com/o/x", "dev", "Using https://github.example.com/o/x, branch dev."],
    ["https://gitea.example.com:3000/o/x/raw/dev/app.py", "https://gitea.example.com:3000/o/x", "dev",
        "Using https://gitea.example.com:3000/o/x, branch dev; file app.py is not used."],
    ["https://bitbucket.org/o/x/src/main/", "https://bitbucket.org/o/x", "main", "Using https://bitbucket.org/o/x, branch main."],
    // Commands.
    [`git clone ${O}`, O, "", `${USING}.`],
    [`$ git clone --depth 1 -b dev ${O}.git folder`, `${O}.git`, "dev", `${USING}.git, branch dev.`],
    [`git clone --branch=dev git@github.com:o/x.git`, `${O}.git`, "dev", `${USING}.git, branch dev.`],
    [`git clone ${O} -b dev`, O, "dev", `${USING}, branch dev.`],
    [`git clone ${O} folder --branch dev --depth 1`, O, "dev", `${USING}, branch dev.`],
    [`git clone \\\n  ${O} \\\n  -b dev`, O, "dev", `${USING}, branch dev.`],
    [`git clone ${O}\ncd x\ngit checkout -b mine`, O, "", `${USING}.`],
    [`git clone ${O} && make -b all`, O, "", `${USING}.`],
    [`git clone ${O}; echo -b dev`, O, "", `${USING}.`],
    [`git clone ${O} # or -b dev`, O, "", `${USING}.`],
    ["gh repo clone o/x", O, "", `${USING}.`],
    ["gh repo clone o/x -- --branch dev", O, "dev", `${USING}, branch dev.`],
    [`pip install git+${O}.git@v1#egg=x`, `${O}.git`, "v1", `${USING}.git, branch v1.`],
];

for (const [text, url, branch, words] of sources) {
    test(`“${text}” is ${url}${branch && ` at ${branch}`}`, () => {
        assert.deepEqual(readSource(text), { url, branch, words });
        assert.equal(rules.repository(url), "", "the form takes it");
        assert.deepEqual(readSource(url), { url, branch: "", words: "" }, "read again it stays");
    });
}

// The form's rule says what is wrong with these, and no token gets into a sentence.
for (const text of ["", "o/x", "my app", "file:///etc/passwd", "https://ghp_0123456789@github.com/o/x", "https://alice:secret@github.com/o/x"]) {
    test(`“${text}” is left for the rule to refuse`, () => {
        const { url, branch, words } = readSource(text);
        assert.notEqual(rules.repository(url), "");
        assert.deepEqual([branch, words], ["", ""]);
    });
}
