import Testing

@testable import Model

/// pip 23.0: real last lines, shortened, and what a person is told.
struct DiagnosisPipMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "wheelplatform pip", .install,
            requirements: ["https://files.pythonhosted.org/packages/00/00/x/foo-1.0-cp38-cp38-win_amd64.whl"],
            installer: .pip,
            log: #"""
                ERROR: foo-1.0-cp38-cp38-win_amd64.whl is not a supported wheel on this platform.
                """#,
            is: "wheel_other_platform", "foo-1.0-cp38-cp38-win_amd64.whl is built for another system or Python.",
            button: "Leave out https://files.pythonhosted.org/packages… and redeploy"),
        DiagnosisTail(
            "local pip", .install, installer: .pip,
            log: #"""
                ERROR: Invalid requirement: './mylib' (from line 1 of requirements.txt)
                Hint: It looks like a path. File './mylib' does not exist.
                """#,
            is: "requirement_path_missing", "A requirement is the folder ./mylib, which is not in the repository."),
        DiagnosisTail(
            "hash pip", .install, installer: .pip,
            log: #"""
                Collecting bottle==0.13.4
                  Downloading bottle-0.13.4-py2.py3-none-any.whl (103 kB)
                ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the pa … herwise, examine the package contents carefully; someone may have tampered with them.
                    bottle==0.13.4 from https://files.pythonhosted.org/packages/83/f6/b55ec74cfe68c6584163faa311503c … 8e00d6726c954/bottle-0.13.4-py2.py3-none-any.whl (from -r requirements.txt (line 1)):
                        Expected sha256 1111111111111111111111111111111111111111111111111111111111111111
                             Got        045684fbd2764eac9cdeb824861d1551d113e8b683d8d26e296898d3dd99a12e
                """#,
            is: "hash_mismatch", "The download of bottle==0.13.4 is not the file whose hash the requirements name."),
        DiagnosisTail(
            "index pip", .install, installer: .pip,
            log: #"""
                Looking in indexes: https://pypi.invalid/simple
                WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connec …  establish a new connection: [Errno -2] Name or service not known')': /simple/bottle/
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "index_host_unknown", "The host of the package index, pypi.invalid, cannot be found on the network."),
        DiagnosisTail(
            "refused pip", .install, installer: .pip,
            log: #"""
                Looking in indexes: http://127.0.0.1:81/simple
                WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connec … led to establish a new connection: [Errno 111] Connection refused')': /simple/bottle/
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "index_refused", "127.0.0.1 refuses connections.", button: "Redeploy"),
        DiagnosisTail(
            "tls pip", .install, installer: .pip,
            log: #"""
                Looking in indexes: https://localhost:8443/simple
                WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:992)'))': /simple/bottle/
                Could not fetch URL https://localhost:8443/simple/bottle/: There was a problem confirming the ssl certificate: HTTPSConnectionPool(host='localhost', port=8443): Max retries exceeded with url: /simple/bottle/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:992)'))) - skipping
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "index_certificate", "The certificate of localhost is not trusted."),
        DiagnosisTail(
            "proxy407 pip", .install, installer: .pip,
            log: #"""
                WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connec … ror('Tunnel connection failed: 407 Proxy Authentication Required'))': /simple/bottle/
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "proxy_sign_in", "The proxy asks for a sign-in (407)."),
        DiagnosisTail(
            "proxydead pip", .install, installer: .pip,
            log: #"""
                WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7fc040e7bd90>: Failed to establish a new connection: [Errno 111] Connection refused'))': /simple/bottle/
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "proxy_unreachable", "The proxy that HTTPS_PROXY names cannot be reached."),
        DiagnosisTail(
            "timeout pip", .install, installer: .pip,
            log: #"""
                Looking in indexes: http://10.255.255.1/simple
                WARNING: The repository located at 10.255.255.1 is not a trusted or secure host and is being ignored …  you may silence this warning and allow it anyway with '--trusted-host 10.255.255.1'.
                ERROR: Could not find a version that satisfies the requirement bottle (from versions: none)
                ERROR: No matching distribution found for bottle
                """#,
            is: "index_untrusted",
            "The package index at 10.255.255.1 is reached without encryption, so it is left out.",
            button: "Install with uv and redeploy"),
        DiagnosisTail(
            "gitmissing pip", .install, installer: .pip,
            log: #"""
                Collecting git+https://github.invalid/somebody/something.git (from -r requirements.txt (line 1))
                  Cloning https://github.invalid/somebody/something.git to ./tmp/pip-req-build-rov__28w
                  ERROR: Error [Errno 2] No such file or directory: 'git' while executing command git version
                ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?
                """#,
            is: "git_missing", "A requirement is a Git repository, and the image has no git.",
            button: "Add git and redeploy"),
        DiagnosisTail(
            "git401 pip", .install, installer: .pip,
            log: #"""
                Collecting git+http://127.0.0.1:8401/a/b.git (from -r requirements.txt (line 1))
                  Cloning http://127.0.0.1:8401/a/b.git to ./tmp/pip-req-build-2cvnv_es
                  Running command git clone --filter=blob:none --quiet http://127.0.0.1:8401/a/b.git /app/tmp/pip-req-build-2cvnv_es
                  fatal: could not read Username for 'http://127.0.0.1:8401': terminal prompts disabled
                  error: subprocess-exited-with-error
                  │ exit code: 128
                  ╰─> See above for output.

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: subprocess-exited-with-error

                × git clone --filter=blob:none --quiet http://127.0.0.1:8401/a/b.git /app/tmp/pip-req-build-2cvnv_es did not run successfully.
                │ exit code: 128
                ╰─> See above for output.

                note: This error originates from a subprocess, and is likely not a problem with pip.
                """#,
            is: "requirement_git_sign_in",
            "The Git repository of a requirement at 127.0.0.1 is private or does not exist."),
        DiagnosisTail(
            "gitsshform pip", .install, installer: .pip,
            log: #"""
                ERROR: Invalid requirement: 'git+git@github.com:a/b.git' (from line 1 of requirements.txt)
                Hint: It looks like a path. File 'git+git@github.com:a/b.git' does not exist.
                """#,
            is: "requirement_git_form",
            "git+git@github.com:a/b.git is neither a package's name nor an address that can be read."),
        DiagnosisTail(
            "urlhost pip", .install, installer: .pip,
            log: #"""
                Collecting foo==1.0
                  WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after conn …  a new connection: [Errno -2] Name or service not known')': /foo-1.0-py3-none-any.whl
                ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.invalid', port= … 3e9d0>: Failed to establish a new connection: [Errno -2] Name or service not known'))
                """#,
            is: "index_host_unknown", "The host of the package index, files.invalid, cannot be found on the network."),
        DiagnosisTail(
            "flash pip", .install, requirements: ["flash-attn==2.5.8"], installer: .pip,
            log: #"""
                Collecting flash-attn==2.5.8
                  Downloading flash_attn-2.5.8.tar.gz (2.5 MB)
                  Preparing metadata (setup.py): started
                  Preparing metadata (setup.py): finished with status 'error'
                  error: subprocess-exited-with-error
                      ModuleNotFoundError: No module named 'packaging'
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                error: metadata-generation-failed

                × Encountered error while generating package metadata.
                ╰─> See above for output.

                note: This is an issue with the package mentioned above, not pip.
                hint: See above for details.
                """#,
            is: "build_needs_module", "flash-attn==2.5.8 needs packaging to be built and does not say so.",
            button: "Leave out flash-attn==2.5.8 and redeploy"),
        DiagnosisTail(
            "pyaudio pip", .install, installer: .pip,
            log: #"""
                Collecting PyAudio==0.2.14
                  Downloading PyAudio-0.2.14.tar.gz (47 kB)
                  Installing build dependencies: started
                  Installing build dependencies: finished with status 'done'
                  Getting requirements to build wheel: started
                      copying src/pyaudio/__init__.py -> build/lib.linux-x86_64-cpython-311/pyaudio
                      running build_ext
                      building 'pyaudio._portaudio' extension
                      x86_64-linux-gnu-gcc -Wsign-compare -DNDEBUG -g -fwrapv -O2 -Wall -g -fstack-protector-strong  … /pyaudio/device_api.c -o build/temp.linux-x86_64-cpython-311/src/pyaudio/device_api.o
                      error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-gcc'
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                  ERROR: Failed building wheel for PyAudio
                Failed to build PyAudio
                ERROR: Could not build wheels for PyAudio, which is required to install pyproject.toml-based projects
                """#,
            is: "build_needs_compiler",
            "PyAudio has no wheel for this Python, and the image has no compiler to build it.",
            button: "Add build-essential and python3-dev and redeploy"),
        DiagnosisTail(
            "rust pip", .install, requirements: ["tokenizers==0.10.3"], installer: .pip,
            log: #"""
                              See https://packaging.python.org/en/latest/guides/writing-pyproject-toml/#license for details.
                              ********************************************************************************

                      !!
                        self._finalize_license_expression()
                      running bdist_wheel
                      running build
                      running build_py
                      creating build/lib.linux-x86_64-cpython-311/tokenizers
                      copying py_src/tokenizers/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/models
                      copying py_src/tokenizers/models/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/models
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/decoders
                      copying py_src/tokenizers/decoders/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/decoders
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/normalizers
                      copying py_src/tokenizers/normalizers/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/normalizers
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/pre_tokenizers
                      copying py_src/tokenizers/pre_tokenizers/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/pre_tokenizers
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/processors
                      copying py_src/tokenizers/processors/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/processors
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/trainers
                      copying py_src/tokenizers/trainers/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/trainers
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/sentencepiece_bpe.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/char_level_bpe.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/byte_level_bpe.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/base_tokenizer.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/sentencepiece_unigram.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      copying py_src/tokenizers/implementations/bert_wordpiece.py -> build/lib.linux-x86_64-cpython-311/tokenizers/implementations
                      creating build/lib.linux-x86_64-cpython-311/tokenizers/tools
                      copying py_src/tokenizers/tools/visualizer.py -> build/lib.linux-x86_64-cpython-311/tokenizers/tools
                      copying py_src/tokenizers/tools/__init__.py -> build/lib.linux-x86_64-cpython-311/tokenizers/tools
                      copying py_src/tokenizers/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers
                      copying py_src/tokenizers/models/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/models
                      copying py_src/tokenizers/decoders/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/decoders
                      copying py_src/tokenizers/normalizers/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/normalizers
                      copying py_src/tokenizers/pre_tokenizers/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/pre_tokenizers
                      copying py_src/tokenizers/processors/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/processors
                      copying py_src/tokenizers/trainers/__init__.pyi -> build/lib.linux-x86_64-cpython-311/tokenizers/trainers
                      copying py_src/tokenizers/tools/visualizer-styles.css -> build/lib.linux-x86_64-cpython-311/tokenizers/tools
                      running build_ext
                      running build_rust
                      error: can't find Rust compiler

                      If you are using an outdated pip version, it is possible a prebuilt wheel is available for this package but pip is not able to install from it. Installing from the wheel would avoid the need for a Rust compiler.

                      To update pip, run:

                          pip install --upgrade pip

                      and then retry package installation.

                      If you did intend to build this package from source, try installing a Rust compiler from your system package manager and ensure it is on the PATH during installation. Alternatively, rustup (available at https://rustup.rs) is the recommended way to download and update the Rust compiler toolchain.
                      [end of output]

                  note: This error originates from a subprocess, and is likely not a problem with pip.
                  ERROR: Failed building wheel for tokenizers
                Failed to build tokenizers
                ERROR: Could not build wheels for tokenizers, which is required to install pyproject.toml-based projects
                """#,
            is: "build_needs_rust", "tokenizers==0.10.3 has no build for this Python and needs Rust to be built.",
            button: "Use tokenizers instead and redeploy"),
    ]
}
