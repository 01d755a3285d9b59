// The way to the page's modules for every test: `const { reduce } = await page("shell/store.js")`.
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);

/** @param {string} name  a file of web/ */
export const page = (name) => import(new URL(`../../web/${name}`, import.meta.url).href);

/** @param {string} name  a file of nginx/pages/ */
export const nginxPage = (name) => import(new URL(`../../nginx/pages/${name}`, import.meta.url).href);
