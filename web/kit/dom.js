// Writes only differences, and only text.

/** @param {ParentNode} root @returns {any}  throws when nothing matches */
export const find = (selector, root = document) => {
	const element = root.querySelector(selector);
	if (!element) throw new Error(`no element matches ${selector}`);
	return element;
};

export const setText = (element, text) => {
	if (element.textContent !== text) element.textContent = text;
};

export const setAttribute = (element, name, value) => {
	if (value === null) element.removeAttribute(name);
	else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

export const show = (element, isShown) => element.toggleAttribute("hidden", !isShown);

export const say = (element, text) => {
	setText(element, text);
	show(element, text !== "");
};

export const make = (tag, className = "", text = "") => {
	const element = document.createElement(tag);
	if (className) element.className = className;
	element.textContent = text;
	return element;
};

/** @returns {any}  a copy of a template's content */
export const copy = (name) => find(`#${name}-template`).content.firstElementChild.cloneNode(true);

/** Puts elements in order. Moves as few as possible, and never the focused one. */
export const arrange = (container, elements) => {
	let place = container.firstElementChild;
	for (const element of elements) {
		if (element === place) place = place.nextElementSibling;
		else if (!element.isConnected || !element.contains(document.activeElement)) container.insertBefore(element, place);
	}
};

/** One element for each item, in order; reuses elements by key. */
export const each = (container, items, keyOf, create) => {
	const known = new Map([...container.children].map((element) => [element.dataset.key, element]));
	const elements = items.map((item) => {
		const element = known.get(keyOf(item)) ?? create(item);
		element.dataset.key = keyOf(item);
		known.delete(keyOf(item));
		return element;
	});
	for (const element of known.values()) element.remove();
	arrange(container, elements);
	return elements;
};

export const tableRow = (tag, contents) => {
	const element = make("tr");
	element.append(...contents.map((content) => {
		const cell = make(tag);
		cell.append(content);
		return cell;
	}));
	return element;
};

/** Each cell carries its column's name, which narrow screens show. */
export const fillTable = (table, rows) => {
	const heads = [...table.querySelectorAll("th")];
	find("tbody", table).replaceChildren(...rows.map((contents) => {
		const element = tableRow("td", contents);
		heads.forEach((head, index) => { element.children[index].dataset.label = head.textContent; });
		return element;
	}));
};
