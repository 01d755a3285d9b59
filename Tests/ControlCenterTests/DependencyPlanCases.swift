@testable import Model

extension DependencyPlanTests {
    static let poetryProject = """
        [tool.poetry]
        name = "x"
        [tool.poetry.dependencies]
        python = "^3.10"
        bottle = "^0.13.1"
        torch = {version = "~2.1", source = "pytorch", extras = ["opt"]}
        old = {version = "*", python = "<3.11"}
        extra = {version = "1", optional = true}
        tool = {git = "https://example.org/tool", rev = "abc"}
        [[tool.poetry.source]]
        name = "pytorch"
        url = "https://download.pytorch.org/whl/cu118"
        """

    static let cases = [
        Case(
            name: "a requirements file with an include and a constraint",
            files: [
                "requirements.txt": "-r more/base.txt\n-c constraints.txt\n# end\n",
                "more/base.txt": "bottle # the web\n-r ../other.txt", "other.txt": "six",
                "constraints.txt": "bottle==0.13.3",
            ],
            source: .requirements, requirements: "bottle\nsix\n", constraints: "bottle==0.13.3\n"),
        Case(
            name: "includes in a circle",
            files: ["requirements.txt": "-ra.txt\nx", "a.txt": "--requirement=requirements.txt\ny"],
            source: .requirements, requirements: "y\nx\n"),
        Case(
            name: "options and hashes",
            files: [
                "requirements.txt":
                    """
                -i https://a.example/simple --extra-index-url=https://b.example
                --pre
                bottle==0.13 \\
                  --hash=sha256:aa \\
                  --hash=sha256:bb
                --trusted-host x
                ${TOKEN}==1; python_version < '3.12'
                """
            ],
            source: .requirements,
            requirements:
                """
                --index-url https://a.example/simple
                --extra-index-url https://b.example
                --pre
                bottle==0.13 --hash=sha256:aa --hash=sha256:bb
                ${TOKEN}==1; python_version < '3.12'

                """
        ),
        Case(
            name: "paths are relative to the root, not to the file",
            files: [
                "requirements.txt": "-r deep/r.txt",
                "deep/r.txt": "-e ./lib[x]\n./wheels/a-1-py3-none-any.whl\n-e .\n-f wheels\n", "lib/setup.py": "",
                "wheels/a-1-py3-none-any.whl": "", "deep/wheels/b.whl": "",
            ],
            source: .requirements,
            requirements: "-e /app/lib[x]\n/app/wheels/a-1-py3-none-any.whl\n-e /app\n--find-links /app/deep/wheels\n"),
        Case(
            name: "editable from Git",
            files: [
                "requirements.txt":
                    "-e git+https://example.org/a@v1#egg=a[x]&subdirectory=lib\ngit+https://example.org/b"
            ],
            source: .requirements,
            requirements: "a[x] @ git+https://example.org/a@v1#subdirectory=lib\ngit+https://example.org/b\n"),
        Case(
            name: "another spelling",
            files: ["Requirements.txt": "bottle", "pyproject.toml": "[project]\ndependencies = ['x']"],
            source: .requirements, requirements: "bottle\n"),
        Case(
            name: "one fitting file in a folder",
            files: ["requirements/base.txt": "bottle", "requirements/dev.txt": "pytest"],
            source: .requirements, requirements: "bottle\n"),
        Case(
            name: "PEP 621",
            files: [
                "pyproject.toml":
                    """
                [project]
                name = 'x'
                requires-python = '>=3.9'
                dependencies = [
                 'bottle>=0.13', # web
                 'six',
                ]

                """
            ],
            source: .project, requirements: "bottle>=0.13\nsix\n", python: ">=3.9"),
        Case(
            name: "a package with a build system",
            files: [
                "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'my-app'\ndependencies = ['six']",
                "my_app/__init__.py": "",
            ],
            source: .project, requirements: "six\n", project: true),
        Case(
            name: "a build system without a package",
            files: [
                "pyproject.toml": "[build-system]\nrequires = []\n[project]\nname = 'my-app'\ndependencies = ['six']",
                "app.py": "",
            ],
            source: .project, requirements: "six\n"),
        Case(
            name: "dynamic dependencies",
            files: ["pyproject.toml": "[build-system]\n[project]\nname = 'x'\ndynamic = ['dependencies']"],
            source: .project, requirements: "", project: true),
        Case(
            name: "uv's sources and indexes",
            files: [
                "pyproject.toml":
                    """
                [project]
                dependencies = ['a', 'b>1', 'c']
                [tool.uv.sources]
                a = {git = 'https://example.org/a', tag = 'v1'}
                b = {index = 'i'}
                c = {path = 'lib', editable = true}
                [[tool.uv.index]]
                name = 'i'
                url = 'https://i.example/simple'
                """,
                "lib/pyproject.toml": "",
            ],
            source: .project,
            requirements:
                "--extra-index-url https://i.example/simple\na @ git+https://example.org/a@v1\nb>1\n-e /app/lib\n"),
        Case(
            name: "Poetry without its lock", files: ["pyproject.toml": poetryProject], source: .project,
            requirements:
                """
                --extra-index-url https://download.pytorch.org/whl/cu118
                bottle>=0.13.1,<0.14
                torch[opt]>=2.1,<2.2
                old; python_version < "3.11"
                tool @ git+https://example.org/tool@abc

                """,
            python: ">=3.10,<4"),
        Case(
            name: "uv's lock",
            files: [
                "uv.lock": "version = 1",
                "pyproject.toml": "[project]\nrequires-python = '==3.11.*'\ndependencies = ['six']",
            ],
            source: .uvLock, requirements: "six\n", lock: .uv, python: "==3.11.*"),
        Case(
            name: "a Pipfile",
            files: [
                "Pipfile":
                    """
                [[source]]
                url = 'https://pypi.org/simple'
                [packages]
                bottle = '*'
                six = '==1.16'
                "a.b" = {version = '>=1', extras = ['x'], markers = "python_version > '3.8'"}
                [dev-packages]
                pytest = '*'
                [requires]
                python_version = '3.11'
                """
            ],
            source: .pipfile, requirements: "bottle\nsix==1.16\na.b[x]>=1; python_version > '3.8'\n", python: "==3.11.*"
        ),
        Case(
            name: "conda",
            files: [
                "environment.yml":
                    """
                name: x
                dependencies:
                  - python=3.11.4
                  - ffmpeg
                  - numpy=1.26
                  - pandas==2.1.0
                  - pytorch=2.1.0=py311_cuda
                  - pytorch-cuda=11.8
                  - rdkit-postgresql
                  - libgcc-ng
                  - pip
                  - pip:
                    - bottle
                    - -r more.txt
                """,
                "more.txt": "six",
            ],
            source: .conda,
            requirements:
                """
                numpy==1.26.*
                pandas==2.1.0
                torch==2.1.0
                --extra-index-url https://download.pytorch.org/whl/cu118
                bottle
                six

                """,
            python: "==3.11.*", system: ["ffmpeg"], problems: ["conda_only"]),
        Case(
            name: "setup.py",
            files: [
                "setup.py": "",
                "setup.cfg":
                    """
                [options]
                python_requires = >=3.8
                install_requires =
                    six
                    bottle>=0.13
                [flake8]
                x = 1
                """,
            ],
            source: .setup, requirements: "six\nbottle>=0.13\n", project: true, python: ">=3.8"),
        Case(
            name: "settings of tools alone",
            files: ["setup.cfg": "[flake8]\nx = 1", "pyproject.toml": "[tool.black]", "app.py": ""], source: .none,
            requirements: ""),
        Case(
            name: "Python versions beside requirements",
            files: [
                "requirements.txt": "", ".python-version": "# pyenv\n3.12.1\n",
                "pyproject.toml": "[project]\nrequires-python = '>=3.10'",
            ],
            source: .requirements, requirements: "", python: "==3.12.*"),
        Case(
            name: "Heroku's file", files: ["requirements.txt": "", "runtime.txt": "python-3.10.4\n"],
            source: .requirements, requirements: "", python: "==3.10.*"),
        Case(
            name: "system packages",
            files: [
                "packages.txt": "# media\nffmpeg\n\nlibgl1\nffmpeg; touch x\n", "apt.txt": "ffmpeg\n--option\nG++",
            ],
            source: .none, requirements: "", system: ["ffmpeg", "libgl1"],
            problems: ["system_package_name", "system_package_name", "system_package_name"]),
        Case(
            name: "a Space",
            files: [
                "README.md": "---\ntitle: X\nsdk: gradio\nsdk_version: 4.44.0\npython_version: 3.10\n---\n# X",
                "requirements.txt": "six",
            ],
            source: .requirements, requirements: "six\ngradio==4.44.0\n", python: "==3.10.*"),
        Case(
            name: "a Space that names its kit",
            files: ["README.md": "---\nsdk: gradio\nsdk_version: 4.44.0\n---", "requirements.txt": "Gradio[oauth]>=4"],
            source: .requirements, requirements: "Gradio[oauth]>=4\n"),
        Case(
            name: "broken TOML", files: ["pyproject.toml": "[project\n", "app.py": ""], source: .project,
            requirements: "", problems: ["file_unreadable"]),
        Case(
            name: "a lock that is none", files: ["Pipfile.lock": "[]"], source: .pipfileLock, requirements: "",
            problems: ["file_unreadable"]),
    ]
}
