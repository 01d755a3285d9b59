import Testing

@testable import Model

/// uv 0.13.9 on versions and requirements files: real last lines, shortened, and what a person is told.
struct DiagnosisUVResolvingTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "nosuchversion uv", .install, requirements: ["bottle==0.13.4", "tensorflow-gpu==1.15"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because tensorflow-gpu==1.15.0 has no wheels with a matching Python ABI tag (e.g., `cp311`) … quire tensorflow-gpu==1.15, we can conclude that your requirements are unsatisfiable.

                hint: You require CPython 3.11 (`cp311`), but we only found wheels for `tensorflow-gpu` (v1.15.0) with the following Python ABI tags: `cp27mu`, `cp35m`, `cp36m`, `cp37m`
                """#,
            is: "package_renamed", "tensorflow-gpu==1.15 cannot be installed: the package is called tensorflow now.",
            button: "Use tensorflow instead and redeploy"),
        DiagnosisTail(
            "nosuchversion2 uv", .install, requirements: ["bottle==99.1"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because there is no version of bottle==99.1 and you require bottle==99.1, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "version_missing", "There is no bottle==99.1 on the package index.",
            button: "Use bottle instead and redeploy"),
        DiagnosisTail(
            "nosuchversion2 uv and the index's versions", .install, requirements: ["bottle==99.1"],
            log: #"""
                error: No solution found when resolving dependencies
                  cause: Because there is no version of bottle==99.1 and you require bottle==99.1, we can conclude that your requirements are unsatisfiable.
                Versions of bottle on the package index: 0.13.2, 0.13.3, 0.13.4
                """#,
            is: "version_missing", "There is no bottle==99.1; the newest versions are 0.13.2, 0.13.3, 0.13.4.",
            button: "Use bottle instead and redeploy"),
        DiagnosisTail(
            "no such python", .install,
            log: "The image has Python 3.11.2, and the app asks for Python ==2.7.* (.python-version).",
            is: "python_missing", "The app asks for Python ==2.7.* (.python-version), and the image has Python 3.11.2."),
        DiagnosisTail(
            "nosuchpackage uv", .install, requirements: ["this-package-does-not-exist-anywhere==1.0"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because this-package-does-not-exist-anywhere was not found in the package registry and you  … es-not-exist-anywhere==1.0, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "package_missing", "The package index has no package this-package-does-not-exist-anywhere.",
            button: "Leave out this-package-does-not-exist-anywhere==1… and redeploy"),
        DiagnosisTail(
            "oldtorch uv", .install, requirements: ["torch==1.7.1"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because torch==1.7.1 has no wheels with a matching Python ABI tag (e.g., `cp311`) and you require torch==1.7.1, we can conclude that your requirements are unsatisfiable.

                hint: You require CPython 3.11 (`cp311`), but we only found wheels for `torch` (v1.7.1) with the following Python ABI tags: `cp36m`, `cp37m`, `cp38`, `cp39`
                """#,
            is: "version_for_other_python",
            "torch==1.7.1 has no build for Python 3.11, only for 3.6, 3.7, 3.8 and 3.9.",
            button: "Use torch>=1.13.0 instead and redeploy"),
        DiagnosisTail(
            "cu118 uv", .install, requirements: ["torch==2.1.0+cu118"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because there is no version of torch==2.1.0+cu118 and you require torch==2.1.0+cu118, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "cuda_build_not_on_index",
            "torch 2.1.0+cu118 is not on PyPI; builds for CUDA have an index of their own.",
            button: "Add --extra-index-url https://download.pyto… and redeploy"),
        DiagnosisTail(
            "newerpython uv", .install, requirements: ["ipython==9.14.0", "networkx==3.7", "scipy==1.18.0"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because the current Python version (3.11.2) does not satisfy all of:
                             Python>=3.12,<3.14.1
                             Python>3.14.1
                         and networkx==3.7 depends on one of:
                             Python>=3.12,<3.14.1
                             Python>3.14.1
                         we can conclude that networkx==3.7 cannot be used.
                         And because only networkx<=3.7 is available and you require networkx==3.7, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "version_for_other_python", "networkx==3.7 needs another Python than the image's 3.11.2.",
            button: "Use networkx instead and redeploy"),
        DiagnosisTail(
            "sdistfail uv", .install, requirements: ["sklearn"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: Failed to build `sklearn==0.0.post12`
                  cause: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)

                           it would be great if you take some time to track which package uses
                           'sklearn' instead of 'scikit-learn' and report it to their issue tracker
                         - as a last resort, set the environment variable
                           SKLEARN_ALLOW_DEPRECATED_SKLEARN_PACKAGE_INSTALL=True to avoid this error

                         More information is available at
                         https://github.com/scikit-learn/sklearn-pypi-package

                hint: `sklearn` is often confused for `scikit-learn`. Did you mean to install `scikit-learn` instead?

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "package_renamed", "sklearn cannot be installed: the package is called scikit-learn.",
            button: "Use scikit-learn instead and redeploy"),
        DiagnosisTail(
            "conflict uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because you require requests==2.31.0 and requests==2.30.0, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "requirements_conflict", "The requirements ask for requests==2.31.0 and for requests==2.30.0."),
        DiagnosisTail(
            "conflict2 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because fastapi==0.136.0 depends on pydantic>=2.9.0 and you require pydantic==1.10.13, we can conclude that your requirements and fastapi==0.136.0 are incompatible.
                         And because you require fastapi==0.136.0, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "requirements_conflict",
            "fastapi==0.136.0 needs pydantic>=2.9.0, but the requirements ask for pydantic==1.10.13."),
        DiagnosisTail(
            "invalidline uv", .install, exit: 2,
            log: #"""
                error: Unexpected '!', expected '-c', '-e', '-r' or the start of a requirement: requirements.txt:2:1
                """#,
            is: "requirement_invalid", "Line 2 of requirements.txt is no requirement."),
        DiagnosisTail(
            "invalidline2 uv", .install, exit: 2,
            log: #"""
                error: Couldn't parse requirement in `requirements.txt` at position 0
                  cause: no such comparison operator "=", must be one of ~= == != <= >= < > ===
                         flask = 2.0
                               ^^^^^
                """#,
            is: "requirement_operator", "A requirement compares versions by “=”."),
        DiagnosisTail(
            "condafile uv", .install, requirements: ["certifi @ file:///C:/ci/certifi/work"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: Distribution not found at: file:///C:/ci/certifi/work
                """#,
            is: "requirement_other_machine", "A requirement is a folder of another computer: /C:/ci/certifi/work.",
            button: "Leave out certifi @ file:///C:/ci/certifi/work and redeploy"),
        DiagnosisTail(
            "legacy uv", .install, exit: 2,
            log: #"""
                error: Couldn't parse requirement in `requirements.txt` at position 0
                  cause: Operator >= cannot be used with a wildcard version specifier
                         bottle>=0.12.*
                               ^^^^^^^^
                """#,
            is: "requirement_legacy",
            "requirements.txt has a version such as “>=1.2.*”, which uv refuses and pip takes.",
            button: "Install with pip and redeploy"),
        DiagnosisTail(
            "badversion uv", .install, exit: 2,
            log: #"""
                error: Couldn't parse requirement in `requirements.txt` at position 0
                  cause: after parsing `2004`, found `d-old`, which is not part of a valid version
                         pytz==2004d-old
                             ^^^^^^^^^^^
                """#,
            is: "requirement_version", "A requirement in requirements.txt has a version that is none."),
        DiagnosisTail(
            "missingfile uv", .install, exit: 2,
            log: #"""
                error: Error parsing included file in `requirements.txt` at position 0
                  cause: failed to read from file `/app/nothere.txt`: No such file or directory (os error 2)
                """#,
            is: "requirements_file_missing", "The requirements file nothere.txt is not in the repository."),
        DiagnosisTail(
            "editable uv", .install, requirements: ["-e ."],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: `/app` does not appear to be a Python project, as neither `pyproject.toml` nor `setup.py` are present in the directory
                """#,
            is: "requirement_no_project",
            "The requirements install the repository itself, which has neither pyproject.toml nor setup.py.",
            button: "Leave out -e . and redeploy"),
        DiagnosisTail(
            "pywin uv", .install, requirements: ["pywin32==306"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because pywin32==306 has no wheels with a matching platform tag (e.g., `manylinux_2_36_x86_ … d you require pywin32==306, we can conclude that your requirements are unsatisfiable.

                hint: Wheels are available for `pywin32` (v306) on the following platforms: `win32`, `win_amd64`, `win_arm64`
                """#,
            is: "requirement_other_system",
            "pywin32==306 exists only for other systems: `win32`, `win_amd64`, `win_arm64`.",
            button: "Leave out pywin32==306 and redeploy"),
        DiagnosisTail(
            "prerelease2 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: No solution found when resolving dependencies
                  cause: Because only black<=26.10.1 is available and you require black>=999, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "version_missing", "There is no black>=999 on the package index, only black<=26.10.1."),
        DiagnosisTail(
            "local uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: Distribution not found at: file:///app/mylib
                """#,
            is: "requirement_path_missing", "A requirement is the folder mylib, which is not in the repository."),
        DiagnosisTail(
            "option uv", .install, exit: 2,
            log: #"""
                warning: Ignoring unsupported option in `requirements.txt`: `--trusted-host` (hint: pass `--trusted-host` on the command line instead)
                error: Unexpected '-', expected '-c', '-e', '-r' or the start of a requirement: requirements.txt:3:1
                """#,
            is: "requirement_invalid", "Line 3 of requirements.txt is no requirement."),
        DiagnosisTail(
            "hash uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 83ms
                error: Failed to download `bottle==0.13.4`
                  cause: Hash mismatch for `bottle==0.13.4`

                         Expected:
                           sha256:1111111111111111111111111111111111111111111111111111111111111111

                         Computed:
                           sha256:045684fbd2764eac9cdeb824861d1551d113e8b683d8d26e296898d3dd99a12e
                """#,
            is: "hash_mismatch", "The download of bottle==0.13.4 is not the file whose hash the requirements name."),
        DiagnosisTail(
            "extrahint uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: No solution found when resolving dependencies
                  cause: Because opentelemetry-distro==0.40b0 depends on opentelemetry-instrumentation==0.40b0 and you require opentelemetry-distro==0.40b0, we can conclude that you require opentelemetry-instrumentation==0.40b0.
                         And because you require opentelemetry-instrumentation==0.41b0, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "requirements_conflict",
            "opentelemetry-distro==0.40b0 needs opentelemetry-instrumentation==0.40b0, but the requirements ask for opentelemetry-instrumentation==0.41b0."
        ),
        DiagnosisTail(
            "yanked uv", .install, requirements: ["bottle==0.13.4", "pytorch"],
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 2 packages in 673ms
                   Building pytorch==1.0.2
                error: Failed to build `pytorch==1.0.2`
                  cause: The build backend returned an error
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/build_meta.py", line 410, in _build_with_temp_dir
                             self.run_setup()
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/build_meta.py", line 520, in run_setup
                             super().run_setup(setup_script=setup_script)
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/build_meta.py", line 317, in run_setup
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 15, in <module>
                         Exception: You tried to install "pytorch". The package named for PyTorch is "torch"

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "package_renamed", "pytorch cannot be installed: the package is called torch.",
            button: "Use torch instead and redeploy"),
        DiagnosisTail(
            "conflict3 uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: No solution found when resolving dependencies
                  cause: Because opencv-python==4.12.0.88 depends on numpy>=2,<2.3.0 and you require numpy==1.26.4, we can conclude that your requirements and opencv-python==4.12.0.88 are incompatible.
                         And because you require opencv-python==4.12.0.88, we can conclude that your requirements are unsatisfiable.
                """#,
            is: "requirements_conflict",
            "opencv-python==4.12.0.88 needs numpy>=2,<2.3.0, but the requirements ask for numpy==1.26.4."),
    ]
}
