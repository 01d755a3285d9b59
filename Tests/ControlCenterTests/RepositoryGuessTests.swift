@testable import Model
import Testing

@Suite struct RepositoryGuessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        let command: String?
        let port: Int?
        let frameworks: [Framework]
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "nothing", files: ["README.md": "A library."], command: nil, port: nil, frameworks: []),
        Case(
            name: "Gradio",
            files: ["app.py": "import gradio as gr\ngr.Interface(f).launch()", "requirements.txt": "gradio==4"],
            command: "GRADIO_SERVER_NAME=0.0.0.0 python app.py", port: 7860, frameworks: [.gradio]),
        Case(
            name: "Gradio that sets its address and port",
            files: ["app.py": "import gradio as gr\ngr.launch(server_name='0.0.0.0', server_port=9000)"],
            command: "python app.py", port: 9000, frameworks: [.gradio]),
        Case(
            name: "Gradio with an option to listen",
            files: [
                "webui.py":
                    "import gradio\nparser.add_argument(\"--listen\")\nparser.add_argument(\"--port\", type=int, default=7865)"
            ],
            command: "python webui.py --listen", port: 7865, frameworks: [.gradio]),
        Case(
            name: "a launcher whose README mentions an option to listen",
            files: [
                "launch.py": "import modules",
                "README.md": "Use `python launch.py --listen` for access from elsewhere.",
            ],
            command: "python launch.py --listen", port: nil, frameworks: []),
        Case(
            name: "Streamlit", files: ["streamlit_app.py": "import streamlit as st"],
            command: "streamlit run streamlit_app.py --server.address 0.0.0.0 --server.headless true", port: 8501,
            frameworks: [.streamlit]),
        Case(
            name: "FastAPI in a folder",
            files: ["app/main.py": "from fastapi import FastAPI\napi = FastAPI(title='x')"],
            command: "uvicorn app.main:api --host 0.0.0.0 --port 8000", port: 8000, frameworks: [.fastapi]),
        Case(
            name: "FastAPI that runs itself",
            files: [
                "server.py": "from fastapi import FastAPI\nimport uvicorn\napp = FastAPI()\nuvicorn.run(app, port=9090)"
            ],
            command: "uvicorn server:app --host 0.0.0.0 --port 9090", port: 9090, frameworks: [.fastapi]),
        Case(
            name: "FastAPI that sets its address",
            files: [
                "main.py": "from fastapi import FastAPI\napp = FastAPI()\nuvicorn.run(app, host='0.0.0.0', port=9090)"
            ],
            command: "python main.py", port: 9090, frameworks: [.fastapi]),
        Case(
            name: "Flask", files: ["app.py": "from flask import Flask\napp = Flask(__name__)"],
            command: "flask --app app run --host 0.0.0.0 --port 5000", port: 5000, frameworks: [.flask]),
        Case(
            name: "Flask that listens on loopback only",
            files: ["app.py": "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True, port=5050)"],
            command: "flask --app app run --host 0.0.0.0 --port 5050", port: 5050, frameworks: [.flask]),
        Case(
            name: "Flask that sets its address",
            files: ["app.py": "from flask import Flask\napp = Flask(__name__)\napp.run(host='0.0.0.0', port=80)"],
            command: "python app.py", port: 80, frameworks: [.flask]),
        Case(
            name: "Django", files: ["manage.py": "from django.core.management import execute_from_command_line"],
            command: "python manage.py migrate && python manage.py runserver 0.0.0.0:8000", port: 8000,
            frameworks: [.django]),
        Case(
            name: "Dash, which reads HOST",
            files: ["app.py": "from dash import Dash\napp = Dash()\napp.run(debug=True)"],
            command: "python app.py", port: 8050, frameworks: [.dash]),
        Case(
            name: "Panel", files: ["board.py": "import panel as pn\npn.Column('x').servable()"],
            command: "panel serve --address 0.0.0.0 --allow-websocket-origin=* board.py --port 5006", port: 5006,
            frameworks: [.panel]),
        Case(
            name: "NiceGUI", files: ["main.py": "from nicegui import ui\nui.run()"], command: "python main.py",
            port: 8080, frameworks: [.nicegui]),
        Case(
            name: "Chainlit", files: ["app.py": "import chainlit as cl"],
            command: "chainlit run --host 0.0.0.0 app.py --headless", port: 8000, frameworks: [.chainlit]),
        Case(
            name: "a notebook of marimo", files: ["notes.py": "import marimo\napp = marimo.App()"],
            command: "marimo run --host 0.0.0.0 notes.py --headless --port 2718", port: 2718, frameworks: [.marimo]),
        Case(
            name: "notebooks", files: ["notes.ipynb": ""],
            command: "jupyter lab --ip 0.0.0.0 --no-browser --port 8888 --IdentityProvider.token=''", port: 8888,
            frameworks: []),
        Case(
            name: "notebooks beside a program", files: ["notes.ipynb": "", "app.py": "import gradio"],
            command: "GRADIO_SERVER_NAME=0.0.0.0 python app.py", port: 7860, frameworks: [.gradio]),
        Case(
            name: "notebooks as apps", files: ["board.ipynb": "", "requirements.txt": "voila"],
            command: "voila --Voila.ip=0.0.0.0 --no-browser --port=8866", port: 8866, frameworks: [.voila]),
        Case(
            name: "MLflow, which a README starts",
            files: [
                "requirements.txt": "mlflow", "README.md": "MLflow ui is shown by\n```sh\nmlflow ui --port 5001\n```",
            ],
            command: "mlflow ui --host 0.0.0.0 --port 5001", port: 5001, frameworks: [.mlflow]),
        Case(
            name: "a program of the repository's own package",
            files: [
                "pyproject.toml": "[build-system]\n[project]\nname = 'tool'\n[project.scripts]\ntool = 'tool.cli:main'",
                "src/app.txt": "", "README.md": "Then:\n\n    tool --port 8765\n    tool --help",
            ],
            command: "tool --port 8765", port: 8765, frameworks: []),
        Case(
            name: "a Procfile",
            files: ["Procfile": "release: ./migrate\nweb: gunicorn -w 4 site:app", "app.py": "pass"],
            command: "gunicorn --bind 0.0.0.0:8000 -w 4 site:app", port: 8000, frameworks: []),
        Case(
            name: "a server that a README names by its module",
            files: ["wsgi.py": "import os", "README.md": "Run `gunicorn -w 4 wsgi:app` or\n`gunicorn -w 4 wsgi:app`"],
            command: "gunicorn --bind 0.0.0.0:8000 -w 4 wsgi:app", port: 8000, frameworks: []),
        Case(
            name: "a program that is part of a package", files: ["src/app.py": "from .core import run"],
            command: "python -m src.app", port: nil, frameworks: []),
        Case(
            name: "an app in a folder with requirements of its own",
            files: [
                "backend/app/main.py": "from fastapi import FastAPI\napp = FastAPI()",
                "backend/requirements.txt": "fastapi",
            ],
            command: "cd backend && uvicorn app.main:app --host 0.0.0.0 --port 8000", port: 8000, frameworks: [.fastapi]
        ),
        Case(
            name: "ComfyUI", files: ["main.py": "import comfy.options\ncomfy.options.enable_args_parsing()"],
            command: "python main.py --listen 0.0.0.0", port: 8188, frameworks: [.comfyui]),
        Case(
            name: "Gradio among other imports", files: ["ui.py": "import time, os, gradio as gr"],
            command: "GRADIO_SERVER_NAME=0.0.0.0 python ui.py", port: 7860, frameworks: [.gradio]),
        Case(
            name: "a client of Gradio", files: ["app.py": "import gradio_client\n# import gradio"],
            command: "python app.py", port: nil, frameworks: []),
        Case(
            name: "a Space of Gradio",
            files: ["README.md": "---\nsdk: gradio\napp_file: demo/run.py\n---\n", "app.py": "pass"],
            command: "python demo/run.py", port: 7860, frameworks: [.gradio]),
        Case(
            name: "a Space of Streamlit", files: ["README.md": "---\nsdk: streamlit\n---\n"],
            command: "streamlit run app.py --server.address 0.0.0.0 --server.headless true", port: 8501,
            frameworks: [.streamlit]),
        Case(
            name: "a Space with a Dockerfile",
            files: [
                "README.md": "---\nsdk: docker\napp_port: 9000\n---\n", "Dockerfile": "EXPOSE 80\nCMD python a.py",
            ],
            command: "python a.py", port: 9000, frameworks: []),
        Case(
            name: "a Dockerfile in exec form",
            files: ["Dockerfile": "FROM python\nEXPOSE 9001/tcp 9002\nCMD [\"python\", \"serve me.py\"]"],
            command: "python 'serve me.py'", port: 9001, frameworks: []),
        Case(
            name: "a Dockerfile in shell form, over two lines",
            files: ["Dockerfile": "# CMD python not.py\nCMD uvicorn a:b \\\n  --port 8100 --host 127.0.0.1"],
            command: "uvicorn a:b --port 8100 --host 0.0.0.0", port: 8100, frameworks: []),
        Case(
            name: "a Dockerfile that starts what only its image has",
            files: ["Dockerfile": "ENTRYPOINT [\"/entrypoint.sh\"]", "main.py": "pass"], command: "python main.py",
            port: nil,
            frameworks: []),
        Case(
            name: "what the last stage of a Dockerfile says",
            files: [
                "docker/Dockerfile": "FROM a\nCMD python old.py\nFROM b\nENTRYPOINT [\"python\"]\nCMD [\"new.py\"]"
            ],
            command: "python new.py", port: nil, frameworks: []),
        Case(
            name: "hidden characters", files: ["Dockerfile": "CMD python \u{202e}app.py\u{1b}[31m"], command: nil,
            port: nil,
            frameworks: []),
    ]

    @Test(arguments: cases) func theLikeliestComesFirst(_ given: Case) {
        let guess = RepositoryGuess(given.files, DependencyPlan(given.files))
        #expect(guess.startCommands.first?.command.rawValue == given.command)
        #expect(guess.ports.first.map { Int($0.port.rawValue) } == given.port)
        #expect(guess.frameworks == given.frameworks)
    }

    @Test func aReadmesCommandsAreOfferedWhenTheyStartAProgramThatIsThere() {
        let readme = """
            ```
            $ python app.py --port 7000
            python other.py
            python -m venv app.py
            rm -rf app.py
            ```
            Open http://localhost:7000
            """
        let guess = RepositoryGuess(["app.py": "pass", "README.md": readme])
        #expect(guess.startCommands.map(\.command.rawValue) == ["python app.py", "python app.py --port 7000"])
        #expect(guess.startCommands.map(\.why) == ["found app.py", "README.md"])
        #expect(guess.ports.map(\.port.rawValue) == [7000])
        #expect(guess.ports.map(\.why) == ["README.md"])
    }

    @Test func requirementsFilesAreThoseThatAnAppCanName() {
        let names = ["requirements.txt", "requirements-cuda.txt", "requirements/base.txt", "docker/requirements.txt"]
        let guess = RepositoryGuess(Dictionary(uniqueKeysWithValues: (names + ["notes.txt"]).map { ($0, "") }))
        #expect(guess.requirementsFiles.first == "requirements.txt")
        #expect(Set(guess.requirementsFiles) == Set(names))
    }

    @Test(
        arguments: [
            ("dependencies = [\"numpy\", \"gradio>=4\"]", [.gradio]),
            ("dependencies = [\n  \"streamlit\",\n]", [.streamlit]),
            ("description = \"not gradio\"", []), ("dependencies = [\"gradio-client\"]", []),
        ] as [(String, [Framework])])
    func readsTheFrameworksThatAProjectAsksFor(_ project: String, _ frameworks: [Framework]) {
        #expect(RepositoryGuess(["pyproject.toml": project]).frameworks == frameworks)
    }

    @Test func whatAnEnvironmentRequiresCountsToo() {
        let files = ["environment.yml": "dependencies:\n- streamlit=1.36"]
        #expect(RepositoryGuess(files, DependencyPlan(files)).frameworks == [.streamlit])
    }

    @Test(.timeLimit(.minutes(5))) func hostileTextTakesNoLongerThanItsLengthSays() {
        let long = String(repeating: "= FastAPI(", count: 25_000)
        let many = String(repeating: "port = FastAPI(\\\n", count: 15_000)
        let guess = RepositoryGuess(["app.py": long, "main.py": many, "Dockerfile": many, "README.md": many])
        #expect(guess.startCommands.map(\.command.rawValue) == ["python app.py", "python main.py"])
    }

    @Test(
        arguments: [
            ("README.md", true), ("app.py", true), ("src/main.py", true), ("docker/Dockerfile", true),
            ("requirements/gpu.txt", true), ("docs/README.md", false), ("a/b/app.py", false), (".git/app.py", false),
            ("../app.py", false), ("app.py/", false), ("chat.py", true), ("src/chat.py", false), ("uv.lock", true),
            ("packages.txt", true), ("Procfile", true), ("notes.ipynb", true), ("src/notes.ipynb", false),
            ("notes.txt", false), ("package.json", true), ("a/environment.yml", false),
            ("", false), ("requirements\u{202e}.txt", false),
        ])
    func fewFilesAreOfInterest(_ path: String, _ isWanted: Bool) {
        #expect(SurveyedFile.isWanted(path) == isWanted)
    }
}
