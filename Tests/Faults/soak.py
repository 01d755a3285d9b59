"""Random kill -9 of the backend while apps are added, stopped, started, redeployed and removed; then the history is judged.

    soak.py [SECONDS [SEED]]

The seed gives the order of the choices: what is asked next, of which app, and how long until the next kill. What the machine
makes of it in the meantime is its own affair.
"""

import collections
import contextlib
import http.client
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

# At most this many at a time: an app is a container, a virtual environment and a share of two processors.
APPS = 6
ACTIONS = {"redeploy": 4, "restart": 3, "stop": 1, "start": 2, "remove": 3}


class Killer(threading.Thread):
    """Ends the backend and starts it again, until told to stop."""

    def __init__(self, choices: random.Random):
        super().__init__()
        self._choices = choices
        self._stop_asked = threading.Event()
        self.kills = 0
        self.kills_during_work = 0

    def run(self):
        while not self._stop_asked.wait(self._choices.uniform(0.2, 3)):
            self.kills_during_work += bool(_working())
            backend.kill()
            self.kills += 1
            backend.start()

    def end(self):
        self._stop_asked.set()
        self.join()


def _working() -> list[str]:
    """Apps that something was under way for, as the database says."""
    at_rest = tuple(judgement.AT_REST)
    return [name for (name,) in invariants.query(f"SELECT name FROM apps WHERE removed_at IS NULL AND state NOT IN {at_rest}")]


class Person(threading.Thread):
    """Asks for one thing after the other, and does not mind when there is no answer."""

    def __init__(self, choices: random.Random, api: RecordingClient, seconds: float):
        super().__init__()
        self._choices = choices
        self._apps = Apps(api)
        self._api = api
        self._end = time.monotonic() + seconds
        self.answers = collections.Counter()

    def run(self):
        names: list[str] = []
        number = 0
        while time.monotonic() < self._end:
            time.sleep(self._choices.uniform(0, 0.6))
            action = self._choices.choices(list(ACTIONS), ACTIONS.values())[0]
            place = self._choices.random()
            if len(names) < APPS:
                number += 1
                names.append(f"soak-{number}")
                self._ask("onboard", lambda: self._apps.submit(self._apps.form(name=names[-1])))
                continue
            name = names[int(place * len(names))]
            if action == "remove":
                answer = self._ask(action, lambda: self._api.delete(f"/api/apps/{name}"))
            else:
                answer = self._ask(action, lambda: self._api.post(f"/api/apps/{name}/{action}"))
            if answer == 404:
                names.remove(name)

    def _ask(self, action: str, ask) -> int | str:
        try:
            answer = ask().status
        except (OSError, http.client.HTTPException):
            answer = "no answer"
        self.answers[action, answer] += 1
        return answer


def main(seconds: int = 600, seed: int | None = None) -> int:
    seed = random.SystemRandom().randrange(1 << 32) if seed is None else seed
    print(f"seed {seed}, {seconds} s", flush=True)
    history = History()
    api = RecordingClient(history)
    bystander = Apps(api).add(name="bystander")
    bystander.wait_for("running")
    before = invariants.identity(bystander.name)

    killer = Killer(random.Random(seed))
    person = Person(random.Random(seed + 1), api, seconds)
    for thread in (killer, person):
        thread.start()
    person.join()
    killer.end()

    for (action, answer), count in sorted(person.answers.items(), key=str):
        print(f"{action:<9} {answer!s:<10} {count}")
    print(f"kills {killer.kills}, of these while something was under way {killer.kills_during_work}")
    print(f"acknowledged {history.acknowledged} of {history.asked} changes asked for")
    wishes = collections.Counter(history.wish(name) or "nobody knows" for name in history.names)
    print("last wishes: " + ", ".join(f"{wish} {count}" for wish, count in sorted(wishes.items())))
    try:
        invariants.check(api, history, 120)
        assert invariants.identity(bystander.name) == before, "the bystander was touched"
        for name in sorted(history.may_be_there):
            with contextlib.suppress(OSError):
                api.delete(f"/api/apps/{name}")
        until("all apps gone", lambda: api.get("/api/apps").json["apps"] == [], 120)
        invariants.check(api, history)
    except AssertionError as error:
        print(f"DOES NOT HOLD: {error}")
        return 1
    print("holds: nothing acknowledged is lost, no last wish ignored, nothing unasked done, no app stuck, no orphan left")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
