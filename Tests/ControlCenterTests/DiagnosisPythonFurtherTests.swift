import Testing

@testable import Model

/// Python’s exceptions: real last lines, shortened, and what a person is told.
struct DiagnosisPythonFurtherTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "gthread",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: libgthread-2.0.so.0: cannot open shared object file: No such file or directory
                """#,
            is: "library_missing", "The library libgthread-2.0.so.0 is missing; Debian's package libglib2.0-0 has it.",
            button: "Add libglib2.0-0 and redeploy"),
        DiagnosisTail(
            "zbar",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: Unable to find zbar shared library
                """#,
            is: "library_missing", "The library zbar is missing; Debian's package libzbar0 has it.",
            button: "Add libzbar0 and redeploy"),
        DiagnosisTail(
            "magic",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: failed to find libmagic.  Check your installation
                """#,
            is: "library_missing", "The library magic is missing; Debian's package libmagic1 has it.",
            button: "Add libmagic1 and redeploy"),
        DiagnosisTail(
            "unknownlib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: libfoobar.so.7: cannot open shared object file: No such file or directory
                """#,
            is: "library_missing", "The library libfoobar.so.7 is missing."),
        DiagnosisTail(
            "tesseract",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                pytesseract.pytesseract.TesseractNotFoundError: tesseract is not installed or it's not in your PATH. See README file for more information.
                """#,
            is: "program_missing", "The program tesseract is not in the image; Debian's package tesseract-ocr has it.",
            button: "Add tesseract-ocr and redeploy"),
        DiagnosisTail(
            "poppler",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                pdf2image.exceptions.PDFInfoNotInstalledError: Unable to get page count. Is poppler installed and in PATH?
                """#,
            is: "program_missing", "The programs of poppler are not in the image.",
            button: "Add poppler-utils and redeploy"),
        DiagnosisTail(
            "rofs",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: [Errno 30] Read-only file system: '/opt/models'
                """#,
            is: "path_read_only", "The app writes to /opt/models, which is read-only."),
        DiagnosisTail(
            "nospace",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: [Errno 28] No space left on device
                """#,
            is: "disk_full", "The disk or the app's temporary folder was full (app.py, line 12).", button: "Redeploy"),
        DiagnosisTail(
            "lfs safetensors",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                safetensors_rust.SafetensorError: Error while deserializing header: HeaderTooLarge
                """#,
            is: "git_lfs_pointer",
            "A model file is only a Git LFS pointer (app.py, line 12): the file itself was not fetched.",
            button: "Redeploy"),
        DiagnosisTail(
            "weights",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                _pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options, do those steps only if you trust the source of the checkpoint.
                """#,
            is: "torch_weights_only", "torch 2.6 and newer load only plain weights, and this model file holds more.",
            button: "Set TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1 and redeploy"),
        DiagnosisTail(
            "numpy2",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: numpy.core.multiarray failed to import
                """#,
            is: "version_mismatch", "The installed numpy is too new for the app (app.py, line 12).",
            button: "Add numpy<2 and redeploy"),
        DiagnosisTail(
            "dtype",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject
                """#,
            is: "version_mismatch", "The installed numpy is too new for the app (app.py, line 12).",
            button: "Add numpy<2 and redeploy"),
        DiagnosisTail(
            "protobuf",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                TypeError: Descriptors cannot be created directly.
                If this call came from a _pb2.py file, your generated code is out of date and must be regenerated with protoc >= 3.19.0.
                If you cannot immediately regenerate your protos, some other possible workarounds are:
                 1. Downgrade the protobuf package to 3.20.x or lower.
                """#,
            is: "version_mismatch", "The installed protobuf is too new for the app (app.py, line 12).",
            button: "Add protobuf<3.21 and redeploy"),
        DiagnosisTail(
            "functional",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ModuleNotFoundError: No module named 'torchvision.transforms.functional_tensor'
                """#,
            is: "version_mismatch", "basicsr or a similar package needs torchvision 0.16 or older.",
            button: "Add basicsr-fixed and redeploy"),
        DiagnosisTail(
            "moviepy",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ModuleNotFoundError: No module named 'moviepy.editor'
                """#,
            is: "version_mismatch", "The installed moviepy is too new for the app (app.py, line 12).",
            button: "Add moviepy<2 and redeploy"),
        DiagnosisTail(
            "werkzeug",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/app/.dcc/venv/lib/python3.11/site-packages/werkzeug/urls.py)
                """#,
            is: "version_mismatch", "The installed Werkzeug is too new for the app (app.py, line 12).",
            button: "Add Werkzeug<3 and redeploy"),
        DiagnosisTail(
            "antialias",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                AttributeError: module 'PIL.Image' has no attribute 'ANTIALIAS'
                """#,
            is: "version_mismatch", "The installed Pillow is too new for the app (app.py, line 12).",
            button: "Add Pillow<10 and redeploy"),
        DiagnosisTail(
            "openai1",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                openai.lib._old_api.APIRemovedInV1:

                You tried to access openai.ChatCompletion, but this is no longer supported in openai>=1.0.0 - see the README at https://github.com/openai/openai-python for the API.
                """#,
            is: "version_mismatch", "The installed openai is too new for the app.", button: "Add openai<1 and redeploy"),
        DiagnosisTail(
            "proxies",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                TypeError: Client.__init__() got an unexpected keyword argument 'proxies'
                """#,
            is: "version_mismatch", "The installed httpx is too new for the app (app.py, line 12).",
            button: "Add httpx<0.28 and redeploy"),
        DiagnosisTail(
            "importname",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: cannot import name 'LegacyThing' from 'somelib' (/app/.dcc/venv/lib/python3.11/site-packages/somelib/__init__.py)
                """#,
            is: "version_mismatch", "The installed somelib has no LegacyThing (app.py, line 12)."),
        DiagnosisTail(
            "shm",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: DataLoader worker (pid 41) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory. Please try to raise your shared memory limit.
                """#,
            is: "shared_memory_full", "The app's shared memory /dev/shm is full."),
        DiagnosisTail(
            "threads",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                RuntimeError: can't start new thread
                """#,
            is: "too_many_threads", "The app started more threads and processes than it may.",
            button: "Set OMP_NUM_THREADS=4 and redeploy"),
        DiagnosisTail(
            "display",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                _tkinter.TclError: no display name and no $DISPLAY environment variable
                """#,
            is: "display_missing", "The app opens a window, and a container has no screen."),
        DiagnosisTail(
            "spacy",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: [E050] Can't find model 'en_core_web_sm'. It doesn't seem to be a Python package or a valid path to a data directory.
                """#,
            is: "spacy_model_missing", "The language model en_core_web_sm of spaCy is not installed.",
            button: "Start with python -m spacy download en_core_web_sm… and redeploy"),
        DiagnosisTail(
            "lc",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ModuleNotFoundError: No module named 'langchain_community'
                """#,
            is: "module_missing",
            "The app imports langchain_community, but no requirement installs langchain-community.",
            button: "Add langchain-community and redeploy"),
        DiagnosisTail(
            "pipinstall",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                ImportError: Using `bitsandbytes` 8-bit quantization requires Accelerate: `pip install accelerate` and the latest version of bitsandbytes: `pip install -U bitsandbytes`
                """#,
            is: "package_asked_for", "The app needs accelerate, which no requirement brings (app.py, line 12).",
            button: "Add accelerate and redeploy"),
    ]
}
