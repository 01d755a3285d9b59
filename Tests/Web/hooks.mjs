// Node's loader hooks: the page's files and nginx's are modules, as browsers read them, though no package.json says so.
const OURS = ["../../web/", "../../nginx/pages/"].map((folder) => new URL(folder, import.meta.url).href);

export const load = (url, context, next) => next(url, OURS.some((folder) => url.startsWith(folder)) ? { ...context, format: "module" } : context);
