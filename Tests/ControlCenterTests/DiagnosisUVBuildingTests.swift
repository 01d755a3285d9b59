import Testing

@testable import Model

/// uv 0.13.9 on what it could not build: real last lines, shortened, and what a person is told.
struct DiagnosisUVBuildingTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "oldnumpy uv", .install, requirements: ["numpy==1.19.5"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                Resolved 1 package in 289ms
                   Building numpy==1.19.5
                error: Failed to build `numpy==1.19.5`
                  cause: The build backend returned an error
                           File "/app/.dcc/cache/sdists-v11/pypi/numpy/1.19.5/src/numpy/distutils/command/build_src.py", line 288, in build_library_sources
                             sources = self.generate_sources(sources, (lib_name, build_info))
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/.dcc/cache/sdists-v11/pypi/numpy/1.19.5/src/numpy/distutils/command/build_src.py", line 378, in generate_sources
                             source = func(extension, build_dir)
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "numpy/core/setup.py", line 663, in get_mathlib_info
                             raise RuntimeError("Broken toolchain: cannot link a simple C program")
                         RuntimeError: Broken toolchain: cannot link a simple C program

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "version_too_old_for_python",
            "numpy==1.19.5 is too old for Python 3.11: it has no build for it, and building it failed.",
            button: "Use numpy>=1.23.2 instead and redeploy"),
        DiagnosisTail(
            "requirespy uv", .install, requirements: ["numpy==2.3.0", "pandas==1.0.0"],
            log: #"""
                Using Python 3.11.2 environment at: venv
                Resolved 5 packages in 417ms
                Downloading numpy (16.1MiB)
                   Building pandas==1.0.0
                 Downloaded numpy
                error: Failed to download and build `pandas==1.0.0`
                  cause: Failed to install requirements from `build-system.requires`
                  cause: Failed to build `numpy==1.14.5`
                  cause: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.build_wheel` failed (exit status: 1)

                         [stderr]
                         Running from numpy source directory.
                         /app/cache/sdists-v11/pypi/numpy/1.14.5/uzlkcInttX8TlZnw/src/numpy/distutils/misc_util.py:464: SyntaxWarning: "is" with a literal. Did you mean "=="?
                           return is_string(s) and ('*' in s or '?' is s)
                         Traceback (most recent call last):
                           File "<string>", line 11, in <module>
                           File "/app/cache/builds-v0/.tmpQuuKJ2/lib/python3.11/site-packages/setuptools/build_meta.py", line 438, in build_wheel
                             return _build(['bdist_wheel'])
                                    ^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpQuuKJ2/lib/python3.11/site-packages/setuptools/build_meta.py", line 429, in _build
                             return self._build_with_temp_dir(
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpQuuKJ2/lib/python3.11/site-packages/setuptools/build_meta.py", line 410, in _build_with_temp_dir
                             self.run_setup()
                           File "/app/cache/builds-v0/.tmpQuuKJ2/lib/python3.11/site-packages/setuptools/build_meta.py", line 520, in run_setup
                             super().run_setup(setup_script=setup_script)
                           File "/app/cache/builds-v0/.tmpQuuKJ2/lib/python3.11/site-packages/setuptools/build_meta.py", line 317, in run_setup
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 394, in <module>
                           File "<string>", line 373, in setup_package
                           File "/app/cache/sdists-v11/pypi/numpy/1.14.5/uzlkcInttX8TlZnw/src/numpy/distutils/__init__.py", line 8, in <module>
                             from . import ccompiler
                           File "/app/cache/sdists-v11/pypi/numpy/1.14.5/uzlkcInttX8TlZnw/src/numpy/distutils/ccompiler.py", line 17, in <module>
                             from numpy.distutils import log
                           File "/app/cache/sdists-v11/pypi/numpy/1.14.5/uzlkcInttX8TlZnw/src/numpy/distutils/log.py", line 13, in <module>
                             from numpy.distutils.misc_util import (red_text, default_text, cyan_text,
                           File "/app/cache/sdists-v11/pypi/numpy/1.14.5/uzlkcInttX8TlZnw/src/numpy/distutils/misc_util.py", line 15, in <module>
                             from distutils.msvccompiler import get_build_architecture
                         ModuleNotFoundError: No module named 'distutils.msvccompiler'
                """#,
            is: "version_too_old_for_python",
            "pandas==1.0.0 is too old for Python 3.11: it has no build for it, and building it failed.",
            button: "Use pandas>=1.5.0 instead and redeploy"),
        DiagnosisTail(
            "nowheelcompiler uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv
                error: Failed to build `pycocotools==2.0.2`
                  cause: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)

                         [stderr]
                         <string>:12: _DeprecatedInstaller: setuptools.installer and fetch_build_eggs are deprecated.
                         !!

                                 ********************************************************************************
                                 Requirements should be satisfied by a PEP 517 installer.
                                 If you are using pip, you can try `pip install --use-pep517`.

                                 This deprecation is overdue, please update your project and remove deprecated
                                 calls to avoid build errors in the future.
                                 ********************************************************************************

                         !!
                         /app/cache/builds-v0/.tmpK6vhyX/bin/python: No module named pip
                         Traceback (most recent call last):
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/installer.py", line 121, in _fetch_build_egg_no_warn
                             subprocess.check_call(cmd)
                           File "/usr/lib/python3.11/subprocess.py", line 413, in check_call
                             raise CalledProcessError(retcode, cmd)
                         subprocess.CalledProcessError: Command '['/app/cache/builds-v0/.tmpK6vhyX/bin/python', '-m', 'pip', '--disable-pip-version-check', 'wheel', '--no-deps', '-w', '/app/tmp/tmpf06_lda8', '--quiet', 'cython>=0.27.3']' returned non-zero exit status 1.

                         The above exception was the direct cause of the following exception:

                         Traceback (most recent call last):
                           File "<string>", line 14, in <module>
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/build_meta.py", line 333, in get_requires_for_build_wheel
                             return self._get_build_requires(config_settings, requirements=[])
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/build_meta.py", line 301, in _get_build_requires
                             self.run_setup()
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/build_meta.py", line 520, in run_setup
                             super().run_setup(setup_script=setup_script)
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/build_meta.py", line 317, in run_setup
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 12, in <module>
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/dist.py", line 772, in fetch_build_eggs
                             return _fetch_build_eggs(self, requires)
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/installer.py", line 54, in _fetch_build_eggs
                             resolved_dists = [_fetch_build_egg_no_warn(dist, req) for req in needed_reqs]
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/installer.py", line 54, in <listcomp>
                             resolved_dists = [_fetch_build_egg_no_warn(dist, req) for req in needed_reqs]
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "/app/cache/builds-v0/.tmpK6vhyX/lib/python3.11/site-packages/setuptools/installer.py", line 123, in _fetch_build_egg_no_warn
                             raise DistutilsError(str(e)) from e
                         distutils.errors.DistutilsError: Command '['/app/cache/builds-v0/.tmpK6vhyX/bin/python', '-m', 'pip', '--disable-pip-version-check', 'wheel', '--no-deps', '-w', '/app/tmp/tmpf06_lda8', '--quiet', 'cython>=0.27.3']' returned non-zero exit status 1.

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "build_failed",
            "pycocotools==2.0.2 has no wheel for Python 3.11, and building it failed: Command '['/app/cache/builds-v0/.tmpK6vhyX/bin/python', '-m', 'pip', '--disable-pip-version-check', 'wheel', '--no-deps', '-w', '/app/tmp/tmpf06_lda8', '--quiet', 'cython>=0.27.3']' returned non-zero exit status 1."
        ),
        DiagnosisTail(
            "flash uv", .install, requirements: ["flash-attn==2.5.8"],
            log: #"""
                Using Python 3.11.2 environment at: venv4
                error: Failed to build `flash-attn==2.5.8`
                  cause: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)

                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 19, in <module>
                         ModuleNotFoundError: No module named 'torch'

                hint: This error likely indicates that `flash-attn@2.5.8` depends on `torch`, but doesn't declare it … its `build-system.requires`. Otherwise, either add it to your `pyproject.toml` under:

                [tool.uv.extra-build-dependencies]
                flash-attn = ["torch"]

                or `uv pip install torch` into the environment and re-run with `--no-build-isolation`.
                """#,
            is: "build_needs_module", "flash-attn==2.5.8 needs torch to be built and does not say so.",
            button: "Leave out flash-attn==2.5.8 and redeploy"),
        DiagnosisTail(
            "mac uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 259ms
                   Building pyobjc-core==10.0
                error: Failed to build `pyobjc-core==10.0`
                  cause: The build backend returned an error
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 17, in <module>
                         ModuleNotFoundError: No module named 'pkg_resources'

                hint: This error likely indicates that `pyobjc-core@10.0` depends on `pkg_resources`, but doesn't de … its `build-system.requires`. Otherwise, either add it to your `pyproject.toml` under:

                [tool.uv.extra-build-dependencies]
                pyobjc-core = ["pkg_resources"]

                or `uv pip install pkg_resources` into the environment and re-run with `--no-build-isolation`.
                """#,
            is: "build_for_old_setuptools",
            "pyobjc-core==10.0 is too old to be built with Python 3.11 and today's build tools."),
        DiagnosisTail(
            "cpp uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 202ms
                   Building psycopg2==2.9.9
                error: Failed to build `psycopg2==2.9.9`
                  cause: The build backend returned an error
                  cause: Call to `setuptools.build_meta:__legacy__.get_requires_for_build_wheel` failed (exit status: 1)

                         [stdout]
                         running egg_info
                         writing psycopg2.egg-info/PKG-INFO
                         writing dependency_links to psycopg2.egg-info/dependency_links.txt
                         writing top-level names to psycopg2.egg-info/top_level.txt

                         [stderr]
                         /app/cache/builds-v0/.tmpbBVZHj/lib/python3.11/site-packages/setuptools/dist.py:765: SetuptoolsDeprecationWarning: License classifiers are deprecated.
                         !!

                                 ********************************************************************************
                                 Please consider removing the following classifiers in favor of a SPDX license expression:

                                 License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)

                                 See https://packaging.python.org/en/latest/guides/writing-pyproject-toml/#license for details.
                                 ********************************************************************************

                         !!
                           self._finalize_license_expression()

                         Error: pg_config executable not found.

                         pg_config is required to build psycopg2 from source.  Please add the directory
                         containing pg_config to the $PATH or specify the full executable path with the
                         option:

                             python setup.py build_ext --pg-config /path/to/pg_config build ...

                         or with the pg_config option in 'setup.cfg'.

                         If you prefer to avoid building psycopg2 from source, please install the PyPI
                         'psycopg2-binary' package instead.

                         For further information please check the 'doc/src/install.rst' file (also at
                         <https://www.psycopg.org/docs/install.html>).

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "build_needs_postgres", "psycopg2==2.9.9 has to be built and needs PostgreSQL's headers."),
        DiagnosisTail(
            "mysql uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 164ms
                   Building mysqlclient==2.2.4
                error: Failed to build `mysqlclient==2.2.4`
                  cause: The build backend returned an error
                             self.run_setup()
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/build_meta.py", line 317, in run_setup
                             exec(code, locals())  # noqa: S102 # exec is intentional here
                             ^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 155, in <module>
                           File "<string>", line 49, in get_config_posix
                           File "<string>", line 28, in find_package_name
                         Exception: Can not find valid pkg-config name.
                         Specify MYSQLCLIENT_CFLAGS and MYSQLCLIENT_LDFLAGS env vars manually

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "build_needs_mysql", "mysqlclient==2.2.4 has to be built and needs MySQL's headers.",
            button: "Add build-essential, python3-dev and 2 more and redeploy"),
    ]
}
