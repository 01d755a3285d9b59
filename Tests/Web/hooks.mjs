// Node's loader hooks: the page's files are modules, as browsers read them, though no package.json says so.
const WEB = new URL("../../web/", import.meta.url).href;

export const load = (url, context, next) => next(url, url.startsWith(WEB) ? { ...context, format: "module" } : context);
