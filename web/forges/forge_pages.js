// The pages of Git forges: which part of a path is the repository, and which branch, folder or file a page shows.

/** Hosts whose pages have addresses like GitHub's, by what they are named after. */
const LIKE_GITHUB = /(^|[.-])(github|gitea|forgejo|codeberg)[.-]/;

/** `ref` is a branch, a tag or a commit with the path that follows it. The first that matches counts. @type {[RegExp, RegExp][]} */
const PAGES = [
	// GitLab's projects may be in any number of groups.
	[/./, /^(?<repository>.+?)\/-\/(?:(?<kind>tree|blob|raw|blame|edit|commits?|tags)\/(?<ref>.+)|(?<page>.+))$/],
	[/^raw\.githubusercontent\.com$/, /^(?<repository>[^/]+\/[^/]+)\/(?<ref>.+)$/],
	[/^huggingface\.co$/, /^(?<repository>(?:(?:spaces|datasets)\/)?[^/]+\/[^/]+)\/(?<kind>tree|blob|raw|resolve|commits?)\/(?<ref>.+)$/],
	[/^huggingface\.co$/, /^(?<repository>(?:(?:spaces|datasets)\/)?[^/]+\/[^/]+)\/(?<page>discussions|settings|commits|tree)(?:\/.*)?$/],
	[/^bitbucket\.org$/, /^(?<repository>[^/]+\/[^/]+)\/(?<kind>src)\/(?<ref>.+)$/],
	[/^github\.com$/, /^(?<repository>[^/]+\/[^/]+)\/archive\/(?<ref>.+?)\.(?:zip|tar\.gz)$/],
	// Gitea and Forgejo.
	[/./, /^(?<repository>[^/]+\/[^/]+)\/(?<kind>src)\/(?:branch|tag|commit)\/(?<ref>.+)$/],
	// Elsewhere such a path may be a project in a group: GitLab's own pages have /-/ in it.
	[LIKE_GITHUB, /^(?<repository>[^/]+\/[^/]+)\/(?<kind>tree|blob|raw|blame|edit|commits?|releases\/tag)\/(?<ref>.+)$/],
	[
		/^(github\.com|codeberg\.org|gitea\.com|bitbucket\.org)$/,
		/^(?<repository>[^/]+\/[^/]+)\/(?<page>(?:actions|activity|blob|branches|commits|compare|discussions|forks|issues|network|projects|pulls?|pull-requests|releases|security|settings|src|stargazers|tags|tree|wiki)(?:\/.*)?)$/,
	],
];

/** Beginnings of branch names that have one more part. */
const PREFIXED = /^(bugfix|chore|dependabot|docs?|feat|feature|fix|hotfix|release|renovate|topic|users?)$/;

/** Only whole IDs of commits can be fetched. */
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** @returns {{ repository: string, branch: string, unused: string }}  `path` has no slash at its ends; `unused` is in words */
export const readPage = (host, path) => {
	for (const [hosts, pages] of PAGES) {
		const parts = hosts.test(host) && pages.exec(path)?.groups;
		if (!parts) continue;
		const { repository, kind, ref, page } = parts;
		return { repository, ...(ref ? readReference(kind ?? "", ref) : { branch: "", unused: `the page ${page}` }) };
	}
	return { repository: path, branch: "", unused: "" };
};

const readReference = (kind, ref) => {
	const segments = ref.replace(/^refs\/(heads|tags)\//, "").split("/");
	const count = PREFIXED.test(segments[0]) && segments.length > 1 ? 2 : 1;
	const branch = decoded(segments.slice(0, count).join("/"));
	if (/^commits?$/.test(kind) && /^[0-9a-f]{7,63}$/.test(branch) && !COMMIT.test(branch)) return { branch: "", unused: `the short commit ID ${branch}` };
	const rest = decoded(segments.slice(count).join("/"));
	const isFile = !/^(tree|src)$/.test(kind) || /\.\w+$/.test(rest);
	return { branch, unused: rest && `${isFile ? "file" : "folder"} ${rest}` };
};

const decoded = (text) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};
