import Testing

@testable import Model

/// pip 23.0: real last lines, shortened, and what a person is told.
struct DiagnosisPipFurtherTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "cmake pip", .install, installer: .pip,
            log: #"""
                Collecting dlib==19.24.2
                  Downloading dlib-19.24.2.tar.gz (11.8 MB)
                  Installing build dependencies: started
                  Installing build dependencies: finished with status 'done'
                  Getting requirements to build wheel: started
                        File "<string>", line 130, in run
                        File "<string>", line 167, in build_extension
                        File "/usr/lib/python3.11/subprocess.py", line 413, in check_call
                          raise CalledProcessError(retcode, cmd)
                      subprocess.CalledProcessError: Command '['cmake', '/app/tmp/pip-install-b7co_txa/dlib_4b61c8d2 … cc/venv/bin/python3', '-DCMAKE_BUILD_TYPE=Release']' returned non-zero exit status 1.
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                  ERROR: Failed building wheel for dlib
                Failed to build dlib
                ERROR: Could not build wheels for dlib, which is required to install pyproject.toml-based projects
                """#,
            is: "build_needs_cmake", "dlib has to be built and needs cmake and a compiler.",
            button: "Add build-essential and cmake and redeploy"),
        DiagnosisTail(
            "distutils pip", .install, requirements: ["pkgconfig==1.5.5", "pyyaml==5.4.1"], installer: .pip,
            log: #"""
                Collecting pkgconfig==1.5.5
                  Downloading pkgconfig-1.5.5-py3-none-any.whl (6.7 kB)
                Collecting pyyaml==5.4.1
                  Downloading PyYAML-5.4.1.tar.gz (175 kB)
                  Installing build dependencies: started
                      AttributeError: 'build_ext' object has no attribute 'cython_sources'
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: subprocess-exited-with-error

                × Getting requirements to build wheel did not run successfully.
                │ exit code: 1
                ╰─> See above for output.

                note: This error originates from a subprocess, and is likely not a problem with pip.
                """#,
            is: "build_for_old_setuptools", "pyyaml==5.4.1 is too old to be built with today's build tools.",
            button: "Use pyyaml instead and redeploy"),
        DiagnosisTail(
            "conflict3 pip", .install, installer: .pip,
            log: #"""
                Collecting numpy==1.26.4
                  Downloading numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl (18.3 MB)
                Collecting opencv-python==4.12.0.88
                  Downloading opencv_python-4.12.0.88-cp37-abi3-manylinux2014_x86_64.manylinux_2_17_x86_64.whl (67.0 MB)
                INFO: pip is looking at multiple versions of <Python from Requires-Python> to determine which version is compatible with other requirements. This could take a while.
                ERROR: Cannot install -r requirements.txt (line 2) and numpy==1.26.4 because these package versions have conflicting dependencies.

                The conflict is caused by:
                    The user requested numpy==1.26.4
                    opencv-python 4.12.0.88 depends on numpy<2.3.0 and >=2; python_version >= "3.9"

                To fix this you could try to:
                1. loosen the range of package versions you've specified
                2. remove package versions to allow pip attempt to solve the dependency conflict

                ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts
                """#,
            is: "requirements_conflict",
            #"opencv-python 4.12.0.88 needs numpy<2.3.0 and >=2; python_version >= "3.9", but the requirements ask for numpy==1.26.4."#
        ),
        DiagnosisTail(
            "diskfull pip", .install, installer: .pip,
            log: #"""
                Collecting numpy==2.3.0
                  Downloading numpy-2.3.0-cp311-cp311-manylinux_2_28_x86_64.whl (16.9 MB)
                Installing collected packages: numpy
                ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
                """#,
            is: "disk_full", "The disk was full while the dependencies were installed.", button: "Redeploy"),
    ]
}
