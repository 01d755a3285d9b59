// Stand-ins for the browser's elements. Whatever is looked for is there: `querySelector` makes an element for each selector that
// it is asked for, the same one each time.

class Style {}

export class Element extends EventTarget {
    children = [];
    parent = null;
    dataset = {};
    style = new Style();
    attributes = new Map();
    found = new Map();
    textContent = "";
    value = "";
    checked = false;
    disabled = false;
    open = false;
    classList = { add: (name) => this.toggleAttribute(`class:${name}`, true), toggle: (name, isOn) => this.toggleAttribute(`class:${name}`, isOn) };

    get hidden() { return this.attributes.has("hidden"); }
    set hidden(isHidden) { this.toggleAttribute("hidden", isHidden); }
    get content() {
        const content = new Element();
        content.append(new Element());
        return content;
    }

    get parentElement() { return this.closest(); }
    get firstElementChild() { return this.children[0] ?? null; }
    get nextElementSibling() { return this.parent?.children[this.parent.children.indexOf(this) + 1] ?? null; }
    get isConnected() { return this.parent !== null; }

    cloneNode() { return new Element(); }
    getAttribute(name) { return this.attributes.get(name) ?? null; }
    setAttribute(name, value) { this.attributes.set(name, String(value)); }
    removeAttribute(name) { this.attributes.delete(name); }
    toggleAttribute(name, isOn) { if (isOn) this.attributes.set(name, ""); else this.attributes.delete(name); }
    contains(other) { return other === this || this.children.concat([...this.found.values()]).some((child) => child.contains(other)); }
    closest() { return this.parent ?? new Element(); }
    replaceWith() {}
    after() {}
    reset() {}
    showModal() { this.open = true; }
    focus() { globalThis.document.activeElement = this; }
    click() { this.onclick?.({ target: this }); this.dispatchEvent(new Event("click")); }

    querySelector(selector) {
        if (!this.found.has(selector)) this.found.set(selector, new Element());
        return this.found.get(selector);
    }

    querySelectorAll(selector) { return [...this.found].filter(([known]) => known === selector).map(([, element]) => element); }

    append(...elements) { for (const element of elements) this.insertBefore(element, null); }

    insertBefore(element, before) {
        if (element instanceof Element) element.remove();
        this.children.splice(before === null ? this.children.length : this.children.indexOf(before), 0, element);
        element.parent = this;
    }

    replaceChildren(...elements) {
        for (const child of [...this.children]) child.remove();
        this.append(...elements);
    }

    remove() {
        if (!this.parent) return;
        this.parent.children.splice(this.parent.children.indexOf(this), 1);
        this.parent = null;
    }
}

/** A document of such elements in the place of the browser's, until `leave`. @returns {any} */
export const enterDocument = () => {
    const page = Object.assign(new Element(), { activeElement: null, hidden: false, createElement: () => new Element() });
    Object.assign(globalThis, { document: page, window: new EventTarget() });
    return page;
};

export const leaveDocument = () => {
    delete globalThis.document;
    delete globalThis.window;
};
