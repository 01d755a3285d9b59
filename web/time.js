// @ts-check
// Times as people say them, kept up to date.

/**
 * @param {string} iso
 * @param {number} now  milliseconds since the epoch
 */
export const relative = (iso, now) => {
    const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
    if (seconds < 10) return "just now";
    if (seconds < 60) return `${seconds} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
    return `${Math.floor(seconds / 86400)} d ago`;
};

/**
 * @param {string} iso
 * @param {number} now
 */
export const elapsed = (iso, now) => {
    const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** A length of time. @param {number} count */
export const seconds = (count) => {
    const whole = Math.round(count);
    if (count < 9.95) return `${count.toFixed(1)} s`;
    return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/** Calls back every second while the page is seen. @param {() => void} callback */
export const everySecond = (callback) => {
    setInterval(() => {
        if (!document.hidden) callback();
    }, 1000);
};
