"""An installation whose engine, disk and processes can be hurt, an app that must not notice, and the check after each fault."""

import secrets

import pytest

import backend
import installation
import invariants
from apps import App, Apps
from engine_proxy import EngineProxy
from follower import Follower
from history import History, RecordingClient
from own_installation import Installation
from repositories import Repository


@pytest.fixture(scope="session")
def history() -> History:
    return History()


@pytest.fixture(scope="session")
def api(history) -> RecordingClient:
    return RecordingClient(history)


@pytest.fixture(scope="session")
def proxy():
    """What stands in front of the Engine for the backend that all faults are about."""
    made = EngineProxy(installation.STATE / "run" / "engine.sock")
    backend.settings["DCC_DOCKER_SOCKET"] = str(made.path)
    backend.kill()
    backend.start()
    yield made
    # The cleanup afterwards needs an engine.
    del backend.settings["DCC_DOCKER_SOCKET"]
    backend.kill()
    backend.start()
    made.close()


@pytest.fixture(scope="session")
def lasting_apps(api, proxy):
    made = Apps(api)
    yield made
    made.take_away()


@pytest.fixture(scope="session")
def bystander(lasting_apps) -> App:
    """An app that has nothing to do with any fault."""
    app = lasting_apps.add()
    app.wait_for("running")
    return app


class SameBystander:
    """Raises when the bystander has another container, or another start, than when it was last met."""

    def __init__(self, name: str):
        self._name = name
        self.meet()

    def meet(self):
        """For the fault that ends every container on the machine."""
        self._met = invariants.identity(self._name)

    def __call__(self):
        assert invariants.identity(self._name) == self._met


@pytest.fixture(scope="session")
def same_bystander(bystander):
    return SameBystander(bystander.name)


@pytest.fixture(scope="session")
def spare(proxy):
    """Another installation, up and with one app that runs, for faults that its whole data has to suffer."""
    made = Installation()
    made.start()
    made.app = made.add(name=f"spare-{secrets.token_hex(4)}", repository=f"{installation.GIT}/echoes.git")
    made.workspace = made.workspaces / made.app
    made.wait_for(made.app, "running")
    yield made
    made.stop()
    made.start()
    made.remove(made.app)
    made.delete()


@pytest.fixture(autouse=True)
def what_must_hold(api, history, same_bystander):
    """Nothing is left of a fault's apps."""
    yield
    invariants.check(api, history)
    same_bystander()


@pytest.fixture
def apps(api, history, same_bystander, what_must_hold):
    """Apps of one fault, checked before they are removed."""
    made = Apps(api)
    yield made
    try:
        invariants.check(api, history)
        same_bystander()
    finally:
        made.take_away()


@pytest.fixture
def follower():
    following = Follower()
    yield following
    following.end()


@pytest.fixture
def repository():
    made = Repository()
    yield made
    made.delete()


class Table:
    """One line for each fault, as soon as it is over and again at the end."""

    def __init__(self, terminal):
        self._terminal = terminal
        self._lines: dict[str, list] = {}

    def pytest_runtest_logreport(self, report):
        line = self._lines.setdefault(report.nodeid, ["holds", 0.0])
        line[1] += report.duration
        if report.failed:
            line[0] = "NOT TRIED" if report.when == "setup" else "DOES NOT HOLD"
            crash = getattr(report.longrepr, "reprcrash", None)
            self._terminal.write_line(f"\n{report.nodeid} ({report.when}): {crash.message if crash else report.longrepr}")

    def pytest_terminal_summary(self):
        self._terminal.section("faults")
        for name, (result, seconds) in self._lines.items():
            self._terminal.write_line(f"{name.rpartition('::')[2]:<120} {result:<14} {seconds:5.1f} s")
        held = sum(result == "holds" for result, _ in self._lines.values())
        self._terminal.write_line(f"{held} of {len(self._lines)} faults: everything holds")


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    # A worker has no terminal.
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        config.pluginmanager.register(Table(terminal))
