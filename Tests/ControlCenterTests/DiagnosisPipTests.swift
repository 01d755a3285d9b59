import Testing

@testable import Model

/// pip 23.0: real last lines, shortened, and what a person is told.
struct DiagnosisPipTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "nosuchversion pip", .install, requirements: ["bottle==0.13.4", "tensorflow-gpu==1.15"], installer: .pip,
            log: #"""
                Collecting bottle==0.13.4
                  Downloading bottle-0.13.4-py2.py3-none-any.whl (103 kB)
                ERROR: Could not find a version that satisfies the requirement tensorflow-gpu==1.15 (from versions: 2.12.0)
                ERROR: No matching distribution found for tensorflow-gpu==1.15
                """#,
            is: "package_renamed", "tensorflow-gpu==1.15 cannot be installed: the package is called tensorflow now.",
            button: "Use tensorflow instead and redeploy"),
        DiagnosisTail(
            "nosuchversion2 pip", .install, requirements: ["bottle==99.1"], installer: .pip,
            log: #"""
                ERROR: Could not find a version that satisfies the requirement bottle==99.1 (from versions: 0.4.3, 0.4.4, 0, 0.12.25, 0.13.0, 0.13.1, 0.13.2, 0.13.3, 0.13.4)
                ERROR: No matching distribution found for bottle==99.1
                """#,
            is: "version_missing",
            "There is no bottle==99.1; the newest versions are 0.13.0, 0.13.1, 0.13.2, 0.13.3, 0.13.4.",
            button: "Use bottle instead and redeploy"),
        DiagnosisTail(
            "nosuchpackage pip", .install, requirements: ["this-package-does-not-exist-anywhere==1.0"], installer: .pip,
            log: #"""
                ERROR: Could not find a version that satisfies the requirement this-package-does-not-exist-anywhere==1.0 (from versions: none)
                ERROR: No matching distribution found for this-package-does-not-exist-anywhere==1.0
                """#,
            is: "package_missing", "The package index has no package this-package-does-not-exist-anywhere.",
            button: "Leave out this-package-does-not-exist-anywhere==1… and redeploy"),
        DiagnosisTail(
            "oldnumpy pip", .install, requirements: ["numpy==1.19.5"], installer: .pip,
            log: #"""
                Collecting numpy==1.19.5
                  Downloading numpy-1.19.5.zip (7.3 MB)
                  Installing build dependencies: started
                  Installing build dependencies: finished with status 'done'
                  Getting requirements to build wheel: started
                      RuntimeError: Broken toolchain: cannot link a simple C program
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: metadata-generation-failed

                × Encountered error while generating package metadata.
                ╰─> See above for output.

                note: This is an issue with the package mentioned above, not pip.
                hint: See above for details.
                """#,
            is: "build_needs_compiler",
            "numpy==1.19.5 has no wheel for this Python, and the image has no compiler to build it.",
            button: "Add build-essential and python3-dev and redeploy"),
        DiagnosisTail(
            "oldtorch pip", .install, requirements: ["torch==1.7.1"], installer: .pip,
            log: #"""
                ERROR: Could not find a version that satisfies the requirement torch==1.7.1 (from versions: 1.13.0, 1.13.1,, 2.12.0, 2.12.1, 2.13.0, 2.14.0, 2.14.1, 2.15.0)
                ERROR: No matching distribution found for torch==1.7.1
                """#,
            is: "version_missing",
            "There is no torch==1.7.1; the newest versions are 2.12.1, 2.13.0, 2.14.0, 2.14.1, 2.15.0.",
            button: "Use torch instead and redeploy"),
        DiagnosisTail(
            "cu118 pip", .install, requirements: ["torch==2.1.0+cu118"], installer: .pip,
            log: #"""
                ERROR: Could not find a version that satisfies the requirement torch==2.1.0+cu118 (from versions: 1.13.0, 1.13.1,, 2.12.0, 2.12.1, 2.13.0, 2.14.0, 2.14.1, 2.15.0)
                ERROR: No matching distribution found for torch==2.1.0+cu118
                """#,
            is: "cuda_build_not_on_index",
            "torch 2.1.0+cu118 is not on PyPI; builds for CUDA have an index of their own.",
            button: "Add --extra-index-url https://download.pyto… and redeploy"),
        DiagnosisTail(
            "requirespy pip", .install, requirements: ["numpy==2.3.0", "pandas==1.0.0"], installer: .pip,
            log: #"""
                                super().run_command(command)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/dist.py", line 988, in run_command
                                cmd_obj.run()
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/install.py", line 62, in run
                                r = self.setuptools_run()
                                    ^^^^^^^^^^^^^^^^^^^^^
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/install.py", line 36, in setuptools_run
                                return distutils_install.run(self)
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/command/install.py", line 698, in run
                                self.run_command('build')
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/cmd.py", line 318, in run_command
                                self.distribution.run_command(command)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/dist.py", line 1213, in run_command
                                super().run_command(command)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/dist.py", line 988, in run_command
                                cmd_obj.run()
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/build.py", line 47, in run
                                old_build.run(self)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/command/build.py", line 132, in run
                                self.run_command(cmd_name)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/cmd.py", line 318, in run_command
                                self.distribution.run_command(command)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/dist.py", line 1213, in run_command
                                super().run_command(command)
                              File "/app/venv/lib/python3.11/site-packages/setuptools/_distutils/dist.py", line 988, in run_command
                                cmd_obj.run()
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/build_src.py", line 148, in run
                                self.build_sources()
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/build_src.py", line 159, in build_sources
                                self.build_library_sources(*libname_info)
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/build_src.py", line 294, in build_library_sources
                                sources = self.generate_sources(sources, (lib_name, build_info))
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                              File "/app/tmp/pip-install-1eri9g51/numpy_146bb43cbe44467f82c32b858deb032b/numpy/distutils/command/build_src.py", line 377, in generate_sources
                                source = func(extension, build_dir)
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^
                              File "numpy/core/setup.py", line 675, in get_mathlib_info
                                raise RuntimeError("Broken toolchain: cannot link a simple C program")
                            RuntimeError: Broken toolchain: cannot link a simple C program
                            [end of output]

                        note: This error originates from a subprocess, and is likely not a problem with pip.
                      error: legacy-install-failure

                      × Encountered error while trying to install package.
                      ╰─> numpy

                      note: This is an issue with the package mentioned above, not pip.
                      hint: See above for output from the failure.
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: subprocess-exited-with-error

                × pip subprocess to install build dependencies did not run successfully.
                │ exit code: 1
                ╰─> See above for output.

                note: This error originates from a subprocess, and is likely not a problem with pip.
                """#,
            is: "build_needs_compiler",
            "numpy==2.3.0 has no wheel for this Python, and the image has no compiler to build it.",
            button: "Add build-essential and python3-dev and redeploy"),
        DiagnosisTail(
            "newerpython pip", .install, requirements: ["ipython==9.14.0", "networkx==3.7", "scipy==1.18.0"],
            installer: .pip,
            log: #"""
                Collecting ipython==9.14.0
                  Downloading ipython-9.14.0-py3-none-any.whl (627 kB)
                ERROR: Ignored the following versions that require a different python version: 3.7 Requires-Python ! … -Python !=3.14.1,>=3.12; 9.11.0 Requires-Python >=3.12; 9.12.0 Requires-Python >=3.12
                ERROR: Could not find a version that satisfies the requirement networkx==3.7 (from versions: 0.34, 0.35, 0.3, 3.4.2, 3.5rc0, 3.5, 3.6rc0, 3.6, 3.6.1)
                ERROR: No matching distribution found for networkx==3.7
                """#,
            is: "version_for_other_python",
            "networkx==3.7 is not there for the image's Python; the newest versions are 3.5rc0, 3.5, 3.6rc0, 3.6, 3.6.1.",
            button: "Use networkx instead and redeploy"),
        DiagnosisTail(
            "nowheelcompiler pip", .install, installer: .pip,
            log: #"""
                Collecting pycocotools==2.0.2
                  Downloading pycocotools-2.0.2.tar.gz (23 kB)
                  Preparing metadata (setup.py): started
                  Preparing metadata (setup.py): finished with status 'done'
                Collecting cython>=0.27.3
                      error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: legacy-install-failure

                × Encountered error while trying to install package.
                ╰─> pycocotools

                note: This is an issue with the package mentioned above, not pip.
                hint: See above for output from the failure.
                """#,
            is: "build_needs_compiler",
            "pycocotools has no wheel for this Python, and the image has no compiler to build it.",
            button: "Add build-essential and python3-dev and redeploy"),
        DiagnosisTail(
            "conflict pip", .install, installer: .pip,
            log: #"""
                Collecting requests==2.31.0
                  Downloading requests-2.31.0-py3-none-any.whl (62 kB)
                Collecting urllib3==1.21
                  Downloading urllib3-1.21-py2.py3-none-any.whl (131 kB)
                Collecting idna==3.7
                ERROR: Cannot install requests==2.30.0 and requests==2.31.0 because these package versions have conflicting dependencies.

                The conflict is caused by:
                    The user requested requests==2.31.0
                    The user requested requests==2.30.0

                To fix this you could try to:
                1. loosen the range of package versions you've specified
                2. remove package versions to allow pip attempt to solve the dependency conflict

                ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts
                """#,
            is: "requirements_conflict", "requests==2.30.0 and requests==2.31.0 do not fit together."),
        DiagnosisTail(
            "conflict2 pip", .install, installer: .pip,
            log: #"""
                Collecting pydantic==1.10.13
                  Downloading pydantic-1.10.13-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl (3.1 MB)
                Collecting fastapi==0.136.0
                  Downloading fastapi-0.136.0-py3-none-any.whl (117 kB)
                Collecting typing-extensions>=4.2.0
                ERROR: Cannot install -r requirements.txt (line 2) and pydantic==1.10.13 because these package versions have conflicting dependencies.

                The conflict is caused by:
                    The user requested pydantic==1.10.13
                    fastapi 0.136.0 depends on pydantic>=2.9.0

                To fix this you could try to:
                1. loosen the range of package versions you've specified
                2. remove package versions to allow pip attempt to solve the dependency conflict

                ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts
                """#,
            is: "requirements_conflict",
            "fastapi 0.136.0 needs pydantic>=2.9.0, but the requirements ask for pydantic==1.10.13."),
        DiagnosisTail(
            "githost pip", .install, requirements: ["git+https://github.invalid/somebody/something.git"],
            installer: .pip,
            log: #"""
                Collecting git+https://github.invalid/somebody/something.git (from -r requirements.txt (line 1))
                  Cloning https://github.invalid/somebody/something.git to ./tmp/pip-req-build-lovai1rw
                  Running command git clone --filter=blob:none --quiet https://github.invalid/somebody/something.git /app/tmp/pip-req-build-lovai1rw
                  fatal: unable to access 'https://github.invalid/somebody/something.git/': Could not resolve host: github.invalid
                  error: subprocess-exited-with-error
                  │ exit code: 128
                  ╰─> See above for output.

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: subprocess-exited-with-error

                × git clone --filter=blob:none --quiet https://github.invalid/somebody/something.git /app/tmp/pip-req-build-lovai1rw did not run successfully.
                │ exit code: 128
                ╰─> See above for output.

                note: This error originates from a subprocess, and is likely not a problem with pip.
                """#,
            is: "requirement_host_unknown",
            "The Git host github.invalid of a requirement cannot be found on the network.",
            button: "Leave out git+https://github.invalid/somebody/som… and redeploy"),
        DiagnosisTail(
            "invalidline pip", .install, installer: .pip,
            log: #"""
                ERROR: Invalid requirement: '!!! not a requirement' (from line 2 of requirements.txt)
                """#,
            is: "requirement_invalid", "Line 2 of requirements.txt is no requirement: !!! not a requirement."),
        DiagnosisTail(
            "condafile pip", .install, requirements: ["certifi @ file:///C:/ci/certifi/work"], installer: .pip,
            log: #"""
                Processing /C:/ci/certifi/work
                ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: '/C:/ci/certifi/work'
                """#,
            is: "requirement_other_machine", "A requirement is a folder of another computer: /C:/ci/certifi/work.",
            button: "Leave out certifi @ file:///C:/ci/certifi/work and redeploy"),
        DiagnosisTail(
            "missingfile pip", .install, installer: .pip,
            log: #"""
                ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'nothere.txt'
                """#,
            is: "requirements_file_missing", "The requirements file nothere.txt is not in the repository."),
        DiagnosisTail(
            "editable pip", .install, requirements: ["-e ."], installer: .pip,
            log: #"""
                Obtaining file:///app (from -r requirements.txt (line 1))
                ERROR: file:///app (from -r requirements.txt (line 1)) does not appear to be a Python project: neither 'setup.py' nor 'pyproject.toml' found.
                """#,
            is: "requirement_no_project",
            "The requirements install the repository itself, which has neither pyproject.toml nor setup.py.",
            button: "Leave out -e . and redeploy"),
    ]
}
