// Storage may be blocked.

export const load = (name) => {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
};

export const save = (name, value) => {
	try {
		localStorage.setItem(name, value);
	} catch {}
};
