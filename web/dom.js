// @ts-check
// Writing to the page: only what differs, only as text.

/**
 * @template {Element} T
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {T}
 */
export const find = (selector, root = document) => {
    const element = root.querySelector(selector);
    if (!element) throw new Error(`no element matches ${selector}`);
    return /** @type {T} */ (element);
};

/** @param {Element} element @param {string} text */
export const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
};

/** @param {Element} element @param {string} name @param {string|null} value  null takes the attribute away */
export const setAttribute = (element, name, value) => {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

/** @param {Element} element @param {boolean} isShown */
export const show = (element, isShown) => element.toggleAttribute("hidden", !isShown);

/** @param {string} tag @param {string} className @param {string} text */
export const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.textContent = text;
    return element;
};

/** Its buttons that say so close the dialog. @param {HTMLDialogElement} dialog */
export const closable = (dialog) => {
    for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());
};
