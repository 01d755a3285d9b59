// What people have on their clipboard when they mean a repository: a page of its forge, an SSH address, a whole command. The
// server takes exact URLs only.

import { readPage } from "./forge_pages.js";

/**
 * Reads a text as a repository. What is not understood stays as it is, for the form's rule to refuse.
 * @returns {{ url: string, branch: string, words: string }}  `words` say what was made of it, empty where it was a URL already
 */
export const readSource = (text) => {
	const { address, branch: chosen } = readCommand(unwrap(text));
	const [, host, path] = /^https:\/\/([^/?#]+)\/+([^?#]*)/i.exec(httpsOf(address)) ?? [];
	if (!host) return { url: text.trim(), branch: "", words: "" };
	const segments = path.split("/").filter(Boolean);
	const pinned = /^git\+/i.test(address) ? (/^(.+)@([^@]+)$/.exec(segments.join("/")) ?? []) : [];
	const page = readPage(host.toLowerCase().replace(/^www\./, ""), pinned[1] ?? segments.join("/"));
	const branch = chosen || pinned[2] || page.branch;
	const url = `https://${HOSTS[host.toLowerCase()] ?? host}/${page.repository}`;
	return { url, branch, words: wordsOf(text, { url, branch, unused: page.unused }) };
};

const wordsOf = (text, { url, branch, unused }) => {
	// A user in an address may be a token.
	if (/^https:\/\/[^/]*@/.test(url) || url === text.trim().replace(/\/$/, "")) return "";
	const using = [`Using ${url}`, branch && `branch ${branch}`].filter(Boolean).join(", ");
	return unused ? `${using}; ${unused} is not used.` : `${using}.`;
};

/** Hosts that show the repositories of another one. */
const HOSTS = { "www.github.com": "github.com", "raw.githubusercontent.com": "github.com", "github.dev": "github.com" };

const unwrap = (text) => {
	const bare = text.replace(/[\u200b\u2060\ufeff]/g, "").trim();
	const link = /^\[[^\]]*\]\((\S+)\)$/.exec(bare)?.[1] ?? bare;
	return link.replace(/^[<"'`(\s]+|[>"'`),;\s]+$/g, "");
};

/** Options of `git clone` whose value is the next word. */
const VALUED = /^(-[bcjou]|--(branch|config|depth|filter|jobs|origin|reference|shallow-since))$/;

/** Where a command ends and another one, or a comment, begins. */
const END = /&&|[;|]|\s#|(?<!\\)\n/;

/** The address and the branch of `git clone …`, `gh repo clone …` and `pip install git+…`; else the text. */
const readCommand = (text) => {
	const [, gh, rest] = /^(?:[$>]\s*)?(?:git(?:\s+lfs)?\s+clone|(gh\s+repo\s+clone)|pip3?\s+install)\s+(.+)$/s.exec(text) ?? [];
	if (!rest) return { address: text, branch: "" };
	const words = rest.split(END)[0].split(/[\s\\]+/).map(unwrap);
	let address = "";
	let branch = "";
	for (let place = 0; place < words.length; place += 1) {
		const word = words[place];
		branch = /^--branch=(.+)$/.exec(word)?.[1] ?? (/^(-b|--branch)$/.test(word) ? words[place + 1] ?? "" : branch);
		if (VALUED.test(word)) place += 1;
		else if (!word.startsWith("-")) address ||= word;
	}
	if (!address) return { address: text, branch: "" };
	return { address: gh && /^[\w.-]+\/[\w.-]+$/.test(address) ? `github.com/${address}` : address, branch };
};

/** Users that are tokens stay, for the form's rule to refuse them: they would appear in logs. */
const TOKEN = /^(gh[a-z]|github_pat|glpat|hf)[_-]/;

/** As an address of HTTPS, where the text is an address of any kind. */
const httpsOf = (text) => {
	const ssh = /^(?:git\+)?(?:ssh|git):\/\/(?:[\w.-]+@)?([\w.-]+)(?::\d+)?\/(.+)$/i.exec(text) ?? /^[\w.-]+@([\w.-]+):\/?(?!\/)(.+)$/.exec(text);
	if (ssh) return `https://${ssh[1]}/${ssh[2]}`;
	const [, user = "", rest] = /^(?:git\+)?(?:https?:)?\/\/([\w.-]+@)?(.+)$/i.exec(text) ?? [];
	if (rest) return `https://${TOKEN.test(user) ? user : ""}${rest}`;
	return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?\/./i.test(text) ? `https://${text}` : text;
};
