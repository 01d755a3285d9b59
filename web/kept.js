// Choices that a browser keeps. Storage may be forbidden; then a choice lasts as long as the page.

export const kept = (name) => {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
};

export const keep = (name, value) => {
	try {
		localStorage.setItem(name, value);
	} catch {}
};
