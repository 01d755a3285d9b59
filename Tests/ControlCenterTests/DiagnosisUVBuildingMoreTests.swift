import Testing

@testable import Model

/// uv 0.13.9 on what it could not build: real last lines, shortened, and what a person is told.
struct DiagnosisUVBuildingMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "pyaudio uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 169ms
                   Building pyaudio==0.2.14
                error: Failed to build `pyaudio==0.2.14`
                  cause: The build backend returned an error

                                 License :: OSI Approved :: MIT License

                                 See https://packaging.python.org/en/latest/guides/writing-pyproject-toml/#license for details.
                                 ********************************************************************************

                         !!
                           self._finalize_license_expression()
                         error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-gcc'

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "build_needs_compiler",
            "pyaudio==0.2.14 has no wheel for Python 3.11, and the image has no compiler to build it.",
            button: "Add build-essential and python3-dev and redeploy"),
        DiagnosisTail(
            "rust uv", .install, requirements: ["tokenizers==0.10.3"],
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 144ms
                   Building tokenizers==0.10.3
                error: Failed to build `tokenizers==0.10.3`
                  cause: The build backend returned an error
                         If you are using an outdated pip version, it is possible a prebuilt wheel is available for  …  install from it. Installing from the wheel would avoid the need for a Rust compiler.

                         To update pip, run:

                             pip install --upgrade pip

                         and then retry package installation.

                         If you did intend to build this package from source, try installing a Rust compiler from yo … rustup.rs) is the recommended way to download and update the Rust compiler toolchain.

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "version_too_old_for_python",
            "tokenizers==0.10.3 is too old for Python 3.11: it has no build for it, and building it failed.",
            button: "Use tokenizers>=0.13.2 instead and redeploy"),
        DiagnosisTail(
            "cmake uv", .install,
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 1 package in 2.54s
                   Building dlib==19.24.2
                error: Failed to build `dlib==19.24.2`
                  cause: The build backend returned an error
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/dist.py", line 1106, in run_command
                             super().run_command(command)
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/_distutils/dist.py", line 1047, in run_command
                             cmd_obj.run()
                           File "<string>", line 130, in run
                           File "<string>", line 167, in build_extension
                           File "/usr/lib/python3.11/subprocess.py", line 413, in check_call
                             raise CalledProcessError(retcode, cmd)
                         subprocess.CalledProcessError: Command '['cmake', '/app/.dcc/cache/sdists-v11/pypi/dlib/19. … -v0/.tmp/bin/python', '-DCMAKE_BUILD_TYPE=Release']' returned non-zero exit status 1.

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "build_needs_cmake", "dlib==19.24.2 has to be built and needs cmake and a compiler.",
            button: "Add build-essential and cmake and redeploy"),
        DiagnosisTail(
            "distutils uv", .install, requirements: ["pkgconfig==1.5.5", "pyyaml==5.4.1"],
            log: #"""
                Using Python 3.11.2 environment at: venv4
                Resolved 2 packages in 277ms
                   Building pyyaml==5.4.1
                error: Failed to build `pyyaml==5.4.1`
                  cause: The build backend returned an error
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/command/sdist.py", line 113, in add_defaults
                             super().add_defaults()
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/_distutils/command/sdist.py", line 256, in add_defaults
                             self._add_defaults_ext()
                           File "/app/.dcc/cache/builds-v0/.tmp/lib/python3.11/site-packages/setuptools/_distutils/command/sdist.py", line 341, in _add_defaults_ext
                             self.filelist.extend(build_ext.get_source_files())
                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                           File "<string>", line 201, in get_source_files
                         AttributeError: 'build_ext' object has no attribute 'cython_sources'

                hint: Build failures usually indicate a problem with the package or the build environment
                """#,
            is: "version_too_old_for_python",
            "pyyaml==5.4.1 is too old for Python 3.11: it has no build for it, and building it failed.",
            button: "Use pyyaml>=6.0 instead and redeploy"),
    ]
}
