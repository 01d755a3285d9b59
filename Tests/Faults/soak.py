"""Kills the backend (kill -9) at random while apps are added, stopped, started, redeployed and removed. From time to time it
pauses and checks the recorded history.

    soak.py [SECONDS [SEED]]

The seed determines the sequence of choices: the next request, its app, and the time until the next kill. Timing on the machine
is not reproducible.
"""

import collections
import contextlib
import http.client
import itertools
import random
import sys
import threading
import time

import backend
import invariants
import judgement
from apps import Apps
from history import History, RecordingClient
from waiting import until

# Limit of concurrent apps: each is a container, a virtual environment and a share of two CPUs.
APPS = 6
ACTIONS = {"redeploy": 4, "restart": 3, "stop": 2, "start": 2, "remove": 3}
# Seconds between checks.
ROUND = 30


class Killer:
    """Kills and restarts the backend during the block."""

    def __init__(self, choices: random.Random):
        self._choices = choices
        self._peace = threading.Event()
        self.kills = 0
        self.kills_during_work = 0

    def __enter__(self):
        self._peace.clear()
        self._thread = threading.Thread(target=self._kill)
        self._thread.start()

    def __exit__(self, *_):
        self._peace.set()
        self._thread.join()

    def _kill(self):
        while not self._peace.wait(self._choices.uniform(0.2, 3)):
            self.kills_during_work += bool(_working())
            backend.kill()
            self.kills += 1
            backend.start()


def _working() -> list[str]:
    """Apps with an unfinished deployment in the database."""
    at_rest = tuple(judgement.AT_REST)
    return [name for (name,) in invariants.query(f"SELECT name FROM apps WHERE removed_at IS NULL AND state NOT IN {at_rest}")]


class Person:
    """Sends one request after the other and tolerates missing responses."""

    def __init__(self, choices: random.Random, api: RecordingClient):
        self._choices = choices
        self._apps = Apps(api)
        self._api = api
        self._names: list[str] = []
        self._numbers = itertools.count(1)
        self.answers = collections.Counter()

    def act(self, seconds: float):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(self._choices.uniform(0, 0.6))
            action = self._choices.choices(list(ACTIONS), ACTIONS.values())[0]
            place = self._choices.random()
            if len(self._names) < APPS:
                name = f"soak-{next(self._numbers)}"
                self._names.append(name)
                self._ask("onboard", lambda: self._apps.submit(self._apps.form(name=name)))
                continue
            name = self._names[int(place * len(self._names))]
            if action == "remove":
                answer = self._ask(action, lambda: self._api.delete(f"/api/apps/{name}"))
            else:
                answer = self._ask(action, lambda: self._api.post(f"/api/apps/{name}/{action}"))
            if answer == 404:
                self._names.remove(name)
        # Ensures that some apps should be stopped.
        for name in self._choices.sample(self._names, len(self._names) // 2):
            time.sleep(self._choices.uniform(0, 0.6))
            self._ask("stop", lambda: self._api.post(f"/api/apps/{name}/stop"))

    def _ask(self, action: str, ask) -> int | str:
        try:
            answer = ask().status
        except (OSError, http.client.HTTPException):
            answer = "no answer"
        self.answers[action, answer] += 1
        return answer


class Judge:
    """Checks the invariants, and counts for how many apps the desired state was known."""

    def __init__(self, api: RecordingClient, history: History):
        self._api = api
        self._history = history
        self.wishes = collections.Counter()

    def __call__(self):
        invariants.check(self._api, self._history, 120)
        self.wishes.update(self._history.wish(name) or "unknown" for name in self._history.names)


def main(seconds: int = 600, seed: int | None = None) -> int:
    seed = random.SystemRandom().randrange(1 << 32) if seed is None else seed
    print(f"seed {seed}, {seconds} s", flush=True)
    history = History()
    api = RecordingClient(history)
    bystander = Apps(api).add(name="bystander")
    bystander.wait_for("running")
    before = invariants.identity(bystander.name)

    killer = Killer(random.Random(seed))
    person = Person(random.Random(seed + 1), api)
    judge = Judge(api, history)
    verdict = "holds: nothing acknowledged is lost, no last wish ignored, nothing unasked done, no app stuck, no orphan left"
    try:
        for begun in range(0, seconds, ROUND):
            with killer:
                person.act(min(ROUND, seconds - begun))
            judge()
        assert invariants.identity(bystander.name) == before, "the bystander was touched"
        for name in sorted(history.may_be_there):
            with contextlib.suppress(OSError):
                api.delete(f"/api/apps/{name}")
        until("all apps gone", lambda: api.get("/api/apps").json["apps"] == [], 120)
        judge()
    except AssertionError as error:
        verdict = f"DOES NOT HOLD: {error}"

    for (action, answer), count in sorted(person.answers.items(), key=str):
        print(f"{action:<9} {answer!s:<10} {count}")
    print(f"kills {killer.kills}, of these while something was under way {killer.kills_during_work}")
    print(f"acknowledged {history.acknowledged} of {history.asked} changes asked for")
    print("last wishes judged: " + ", ".join(f"{wish} {count}" for wish, count in sorted(judge.wishes.items())))
    print(verdict)
    return 0 if verdict.startswith("holds") else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
