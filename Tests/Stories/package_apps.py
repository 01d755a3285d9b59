"""Apps whose packages a story looks at, from repositories that it makes for them."""

import pathlib

import engine
import installation
from apps import App, Apps
from client import Client
from field import FieldRepository, Kind, server

STORE = installation.STATE / "data" / "packages"
BOTTLE = "bottle==0.13.4\n"


class PackageApps:
    def __init__(self, api: Client):
        self._apps = Apps(api)
        self._repositories: list[FieldRepository] = []

    def add(self, requirements: str, before: str = "", files: dict[str, str | bytes] | None = None, **form) -> App:
        """An app that first runs the lines `before`."""
        published = FieldRepository(Kind({"app.py": server(before), "requirements.txt": requirements, **(files or {})}))
        self._repositories.append(published)
        app = self._apps.add(repository=published.url, **form)
        app.published = published
        return app

    def take_away(self):
        self._apps.take_away()
        for repository in self._repositories:
            repository.delete()


def package_set(app: App) -> pathlib.Path | None:
    """The folder of shared packages that its container mounts."""
    mounts = {mount["Destination"]: mount["Source"] for mount in engine.container(app.name)["Mounts"]}
    return pathlib.Path(mounts["/opt/dcc/packages"]) if "/opt/dcc/packages" in mounts else None


def python(app: App, program: str) -> str:
    """What a program prints in the running app's container."""
    done = engine.docker("exec", f"dcc-{app.name}-app-1", "python", "-c", program)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
