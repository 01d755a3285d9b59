"""An app as a story follows it."""

import secrets

import engine
import installation
from client import Client, Reply
from waiting import until

ENDS = ("running", "stopped", "failed")


class App:
    def __init__(self, api: Client, name: str):
        self.api = api
        self.name = name
        self.workspace = installation.WORKSPACES / name

    @property
    def path(self) -> str:
        return f"/api/apps/{self.name}"

    def view(self) -> dict:
        reply = self.api.get(self.path)
        assert reply.status == 200, reply.body
        return reply.json

    def wait_for(self, state: str, seconds: float = 240) -> dict:
        """Waits for the state, and gives up at once when the app comes to rest in another one."""

        def arrived():
            view = self.view()
            at_rest = view["state"] in ENDS and view["state"] != state
            assert not at_rest or state not in ENDS, f"{self.name} is {view['state']}: {view['failure']}\n{self.log()}"
            return view if view["state"] == state else None

        return until(f"{self.name} {state}", arrived, seconds)

    def act(self, action: str) -> Reply:
        reply = self.api.post(f"{self.path}/{action}")
        assert reply.status == 202, reply.body
        return reply

    def log(self, source: str = "") -> str:
        query = f"?timeout=0&source={source}" if source else "?timeout=0"
        return "\n".join(line["text"] for line in self.api.get(f"{self.path}/logs{query}").json["lines"])

    def newest_deployment(self) -> dict:
        """The newest deployment with the log lines that were kept of it."""
        newest = self.view()["deployment"]["id"]
        return self.api.get(f"{self.path}/deployments/{newest}").json

    def is_gone(self) -> bool:
        return self.api.get(self.path).status == 404

    def ask_removal(self):
        assert self.api.delete(self.path).status in (202, 404)

    def prove_gone(self):
        until(f"{self.name} gone", self.is_gone, 120)
        assert engine.leftovers(self.name) == []
        assert not self.workspace.exists()
        assert not (installation.STACKS / self.name).exists()


class Apps:
    """Adds apps with unique names, and removes them."""

    def __init__(self, api: Client):
        self._api = api
        self._added: list[App] = []

    def form(self, fixture: str = "echoes", /, **fields) -> dict:
        """A form that would be accepted, for a fixture's repository, with these fields instead of its own."""
        return {
            "name": f"story-{secrets.token_hex(4)}", "repository": f"{installation.GIT}/{fixture}.git",
            "start_command": "python app.py", "port": 7860, **fields,
        }

    def submit(self, form: dict, **options) -> Reply:
        """Sends a form as it is; what it adds is removed at the end."""
        reply = self._api.post("/api/apps", form, **options)
        if reply.status == 202:
            self.adopt(form["name"])
        return reply

    def add(self, fixture: str = "echoes", /, **fields) -> App:
        form = self.form(fixture, **fields)
        reply = self.submit(form)
        assert reply.status == 202, reply.body
        return self.adopt(form["name"])

    def adopt(self, name: str) -> App:
        """An app that was added elsewhere, such as by the page; removed at the end."""
        known = next((app for app in self._added if app.name == name), None)
        if known is None:
            known = App(self._api, name)
            self._added.append(known)
        return known

    def take_away(self):
        for app in self._added:
            app.ask_removal()
        for app in self._added:
            app.prove_gone()
        self._added.clear()
