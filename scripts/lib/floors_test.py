"""Proves in a made-up tree that the check of floors fails where it has to, and only there."""

import pathlib
import tempfile

import floors

README = f"""# A house
{floors.SWIFT}
| Folder | What it holds |
|---|---|
| [`Top/Deploying`](Sources/Top/Deploying) | deploys |
| [`Top`](Sources/Top) | what deploying needs |
| [`Model`](Sources/Model) | values |

{floors.WEB}
| Folder | What it holds |
|---|---|
| [`web/shell`](web/shell) | starts the page |
| [`web/kit`](web/kit) | what all use |

## Another chapter
"""
SOUND = {
    "README.md": README,
    "Sources/Top/Deploying/Deployer.swift": "struct Deployer { enum Phase { case done }; let port: Port }\nprivate struct Port2 {}\n",
    "Sources/Top/Ports.swift": 'struct Port { let app: App } // Deployer\nlet a = "Deployer \\(App(name: ")Deployer")) Phase"\n',
    "Sources/Model/App.swift": '/* Deployer /* nested */ Port */ struct App { let name: String }\nlet b = #"Port \\(Port)"#\nlet c = x.Port\n',
    "web/shell/app.js": 'import { find } from "../kit/dom.js";\n',
    "web/kit/dom.js": 'export { make } from "./make.js";\n',
    "web/kit/make.js": "export const make = () => {};\n",
}
# A file of the tree, what is written into it, and what the check says of that.
FAULTS = [
    ("Sources/Model/App.swift", "struct App {\n    let port: Port?\n}\n", "Sources/Model/App.swift:2: let port: Port?"),
    ("Sources/Model/App.swift", 'struct App {}\nlet a = """\n  \\(Deployer())\n"""\n', "Sources/Model/App.swift:3: \\(Deployer())"),
    ("Sources/Top/Ports.swift", "struct Port { let phase: Phase }\n", "Sources/Top is below Sources/Top/Deploying, which declares Phase,"),
    ("web/kit/dom.js", 'import {\n\tstart,\n} from "../shell/app.js";\n', 'web/kit/dom.js:3: } from "../shell/app.js";'),
    ("web/kit/dom.js", 'const app = await import("../shell/app.js");\n', "web/kit is below web/shell and must not know it"),
    ("Sources/Model/Apps/App.swift", "struct Other {}\n", "README.md: no row for the folder Sources/Model/Apps"),
    ("web/list/list.js", "", "README.md: no row for the folder web/list"),
    ("README.md", README.replace("| [`web/kit`]", "| [`web/gone`](web/gone) | nothing |\n| [`web/kit`]"), "README.md: a row for web/gone"),
    ("README.md", README.replace(floors.SWIFT, "### The centre"), "README.md: no table of folders"),
]


def said(changes: dict[str, str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in {**SOUND, **changes}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return floors.troubles(root)


assert said({}) == [], said({})
for name, text, expected in FAULTS:
    answer = said({name: text})
    assert len(answer) == 1 and expected in answer[0], f"{name}: expected {expected}, got {answer}"
