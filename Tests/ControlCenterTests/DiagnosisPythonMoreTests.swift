import Testing

@testable import Model

/// Python’s exceptions: real last lines, shortened, and what a person is told.
struct DiagnosisPythonMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "assert",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    assert False
                AssertionError
                """#,
            is: "exception", "The app stopped at app.py, line 1 with AssertionError."),
        DiagnosisTail(
            "user",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    getpass.getuser()
                  File "/usr/lib/python3.11/getpass.py", line 169, in getuser
                    return pwd.getpwuid(os.getuid())[0]
                KeyError: 'getpwuid(): uid not found: 200001'
                """#,
            is: "user_unknown", "The app asks for the name of its user, which has none.",
            button: "Set USER=app and redeploy"),
        DiagnosisTail(
            "tk",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    import tkinter
                ModuleNotFoundError: No module named 'tkinter'
                """#,
            is: "module_of_system_package", "The app imports tkinter, which Debian's package python3-tk has.",
            button: "Add python3-tk and redeploy"),
        DiagnosisTail(
            "locale",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    locale.setlocale(locale.LC_ALL,'de_DE.UTF-8')
                  File "/usr/lib/python3.11/locale.py", line 626, in setlocale
                    return _setlocale(category, locale)
                locale.Error: unsupported locale setting
                """#,
            is: "locale_missing", "The app sets a locale that the image does not have (app.py, line 2).",
            button: "Add locales-all and redeploy"),
        DiagnosisTail(
            "nproc",
            log: #"""
                /bin/sh: 1: npm: not found
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    subprocess.run('npm start',shell=True,check=True)
                  File "/usr/lib/python3.11/subprocess.py", line 571, in run
                    raise CalledProcessError(retcode, process.args,
                subprocess.CalledProcessError: Command 'npm start' returned non-zero exit status 127.
                """#,
            is: "program_missing", "The program npm is not in the image; Debian's package npm has it.",
            button: "Add npm and redeploy"),
        DiagnosisTail(
            "cached lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/lib.py", line 1, in <module>
                    from huggingface_hub import cached_download
                ImportError: cannot import name 'cached_download' from 'huggingface_hub' (/app/venv3/lib/python3.11/site-packages/huggingface_hub/__init__.py)
                """#,
            is: "version_mismatch", "The installed huggingface_hub is too new for the app (lib.py, line 1).",
            button: "Add huggingface_hub<0.26 and redeploy"),
        DiagnosisTail(
            "cv2 lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    import cv2
                  File "/app/.dcc/venv/lib/python3.11/site-packages/cv2/__init__.py", line 181, in <module>
                    bootstrap()
                  File "/app/.dcc/venv/lib/python3.11/site-packages/cv2/__init__.py", line 153, in bootstrap
                    native_module = importlib.import_module("cv2")
                  File "/usr/lib/python3.11/importlib/__init__.py", line 126, in import_module
                    return _bootstrap._gcd_import(name[level:], package, level)
                ImportError: libGL.so.1: cannot open shared object file: No such file or directory
                """#,
            is: "library_missing", "The library libGL.so.1 is missing; Debian's package libgl1 has it.",
            button: "Add libgl1 and redeploy"),
        DiagnosisTail(
            "pg lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    psycopg2.connect('host=db dbname=x')
                  File "/app/venv3/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
                    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                psycopg2.OperationalError: local user with ID 200001 does not exist
                """#,
            is: "exception",
            "The app stopped at lib.py, line 2 with psycopg2.OperationalError: local user with ID 200001 does not exist"
        ),
        DiagnosisTail(
            "pydset lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 4, in <module>
                    S()
                  File "/app/.dcc/venv/lib/python3.11/site-packages/pydantic_settings/main.py", line 292, in __init__
                    super().__init__(**__pydantic_self__.__class__._settings_build_values(sources, init_kwargs))
                  File "/app/.dcc/venv/lib/python3.11/site-packages/pydantic/main.py", line 280, in __init__
                    validated_self = self.__pydantic_validator__.validate_python(data, self_instance=self)
                pydantic_core._pydantic_core.ValidationError: 1 validation error for S
                openai_api_key
                  Field required [type=missing, input_value={}, input_type=dict]
                    For further information visit https://errors.pydantic.dev/2.14/v/missing
                """#,
            is: "settings_missing", "The app's settings S lack a value: openai_api_key.", button: "Add OPENAI_API_KEY"),
        DiagnosisTail(
            "pydv1 lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/lib.py", line 1, in <module>
                    from pydantic import BaseSettings
                  File "/app/venv3/lib/python3.11/site-packages/pydantic/__init__.py", line 442, in __getattr__
                    return _getattr_migration(attr_name)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/pydantic/_migration.py", line 305, in wrapper
                    raise PydanticImportError(
                pydantic.errors.PydanticImportError: `BaseSettings` has been moved to the `pydantic-settings` package. See https://pydantic.dev/docs/validation/2.14/migration/#basesettings-has-moved-to-pydantic-settings for more details.

                For further information visit https://errors.pydantic.dev/2.14/u/import-error
                """#,
            is: "version_mismatch", "The app is written for pydantic 1 (lib.py, line 1).",
            button: "Add pydantic<2 and redeploy"),
        DiagnosisTail(
            "pydv1b lib",
            log: #"""
                /app/lib.py:2: PydanticDeprecatedSince20: Support for class-based `config` is deprecated, use ConfigDict instead. Deprecated in Pydantic V2.0 to be removed in V3.0. See Pydantic V2 Migration Guide at https://errors.pydantic.dev/2.14/migration/
                  class M(BaseModel):
                Traceback (most recent call last):
                  File "/app/lib.py", line 7, in <module>
                    Field(regex='x')
                  File "/app/venv3/lib/python3.11/site-packages/pydantic/fields.py", line 1481, in Field
                    raise PydanticUserError('`regex` is removed. use `pattern` instead', code='removed-kwargs')
                pydantic.errors.PydanticUserError: `regex` is removed. use `pattern` instead

                For further information visit https://errors.pydantic.dev/2.14/u/removed-kwargs
                """#,
            is: "version_mismatch", "The installed pydantic is too new for the app (lib.py, line 7).",
            button: "Add pydantic<2 and redeploy"),
        DiagnosisTail(
            "gunicorn lib", exit: 3,
            log: #"""
                Traceback (most recent call last):
                    return _bootstrap._gcd_import(name[level:], package, level)
                  File "<frozen importlib._bootstrap>", line 1206, in _gcd_import
                  File "<frozen importlib._bootstrap>", line 1178, in _find_and_load
                  File "<frozen importlib._bootstrap>", line 1142, in _find_and_load_unlocked
                ModuleNotFoundError: No module named 'nothere'
                No module named 'nothere'
                [2026-11-29 17:57:40 +0000] [163] [INFO] Worker exiting (pid: 163)
                [2026-11-29 17:57:40 +0000] [162] [INFO] Control socket listening at /app/.dcc/home/.gunicorn/gunicorn.ctl
                [2026-11-29 17:57:40 +0000] [162] [ERROR] Worker (pid:163) exited with code 3.
                [2026-11-29 17:57:40 +0000] [162] [ERROR] Shutting down: Master
                [2026-11-29 17:57:40 +0000] [162] [ERROR] Reason: Worker failed to boot.
                """#,
            is: "module_missing", "The app imports nothere, which no requirement brings."),
        DiagnosisTail(
            "gradiokw lib",
            log: #"""
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                  File "/app/.dcc/venv/lib/python3.11/site-packages/gradio/interface.py", line 171, in __init__
                    super().__init__(
                  File "/app/.dcc/venv/lib/python3.11/site-packages/gradio/blocks.py", line 1426, in __init__
                    super().__init__(render=False, **kwargs)
                TypeError: BlockContext.__init__() got an unexpected keyword argument 'allow_flagging'
                """#,
            is: "version_mismatch",
            "The app is written for another Gradio, which had allow_flagging (<string>, line 1).",
            button: "Add gradio<4 and redeploy"),
        DiagnosisTail(
            "gradiobox lib",
            log: #"""
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                AttributeError: module 'gradio' has no attribute 'inputs'
                """#,
            is: "version_mismatch", "The installed gradio is too new for the app (<string>, line 1).",
            button: "Add gradio<4 and redeploy"),
        DiagnosisTail(
            "gradioq lib",
            log: #"""
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                  File "/app/.dcc/venv/lib/python3.11/site-packages/gradio/component_meta.py", line 196, in wrapper
                    return fn(self, **kwargs)
                TypeError: Textbox.__init__() got an unexpected keyword argument 'source'
                """#,
            is: "version_mismatch", "The app is written for another Gradio, which had source (<string>, line 1).",
            button: "Add gradio<4 and redeploy"),
        DiagnosisTail(
            "np2 lib",
            log: #"""
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                  File "/app/.dcc/venv/lib/python3.11/site-packages/numpy/__init__.py", line 324, in __getattr__
                    raise AttributeError(__former_attrs__[attr])
                AttributeError: module 'numpy' has no attribute 'float'.
                `np.float` was a deprecated alias for the builtin `float`. To avoid this error in existing code, use … and is safe. If you specifically wanted the numpy scalar type, use `np.float64` here.
                The aliases was originally deprecated in NumPy 1.20; for more details and guidance see the original release note at:
                    https://numpy.org/devdocs/release/1.20.0-notes.html#deprecations. Did you mean: 'cfloat'?
                """#,
            is: "version_mismatch", "The installed numpy is too new for the app (<string>, line 1).",
            button: "Add numpy<1.24 and redeploy"),
        DiagnosisTail(
            "sndfile",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: cannot load library 'libsndfile.so': libsndfile.so: cannot open shared object file: No such file or directory
                """#,
            is: "library_missing", "The library libsndfile.so is missing; Debian's package libsndfile1 has it.",
            button: "Add libsndfile1 and redeploy"),
        DiagnosisTail(
            "sndfile2",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: sndfile library not found
                """#,
            is: "library_missing", "The library sndfile is missing; Debian's package libsndfile1 has it.",
            button: "Add libsndfile1 and redeploy"),
        DiagnosisTail(
            "portaudio",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: PortAudio library not found
                """#,
            is: "library_missing", "The library PortAudio is missing; Debian's package libportaudio2 has it.",
            button: "Add libportaudio2 and redeploy"),
        DiagnosisTail(
            "weasy",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: cannot load library 'gobject-2.0-0': gobject-2.0-0: cannot open shared object file: No such …  ctypes.util.find_library() did not manage to locate a library called 'gobject-2.0-0'
                """#,
            is: "library_missing", "The library gobject-2.0-0 is missing; Debian's package libglib2.0-0 has it.",
            button: "Add libglib2.0-0 and redeploy"),
        DiagnosisTail(
            "cairo",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: no library called "cairo-2" was found
                """#,
            is: "library_missing", "The library cairo-2 is missing; Debian's package libcairo2 has it.",
            button: "Add libcairo2 and redeploy"),
    ]
}
