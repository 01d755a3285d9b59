import Testing

@testable import Model

/// Python’s exceptions: real last lines, shortened, and what a person is told.
struct DiagnosisPythonTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "mod",
            log: #"""
                starting
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    import nonexistent_module_xyz
                ModuleNotFoundError: No module named 'nonexistent_module_xyz'
                """#,
            is: "module_missing", "The app imports nonexistent_module_xyz, which no requirement brings."),
        DiagnosisTail(
            "mod2",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    import cv2
                ModuleNotFoundError: No module named 'cv2'
                """#,
            is: "module_missing",
            "The app imports cv2, but no requirement installs opencv-python-headless.",
            button: "Add opencv-python-headless and redeploy"),
        DiagnosisTail(
            "mod3",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    from google.cloud import storage
                ModuleNotFoundError: No module named 'google'
                """#,
            is: "module_missing", "The app imports google, which no requirement brings."),
        DiagnosisTail(
            "mod4",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    import os.nothere
                ModuleNotFoundError: No module named 'os.nothere'; 'os' is not a package
                """#,
            is: "module_missing", "os has no module os.nothere (app.py, line 1)."),
        DiagnosisTail(
            "attr",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    from os import nothere
                ImportError: cannot import name 'nothere' from 'os' (/usr/lib/python3.11/os.py)
                """#,
            is: "version_mismatch", "The installed os has no nothere (app.py, line 1)."),
        DiagnosisTail(
            "circ",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    from app import nothere
                  File "/app/app.py", line 1, in <module>
                    from app import nothere
                ImportError: cannot import name 'nothere' from partially initialized module 'app' (most likely due to a circular import) (/app/app.py)
                """#,
            is: "import_circular", "app imports itself before nothere exists."),
        DiagnosisTail(
            "libgl",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    ctypes.CDLL('libGL.so.1')
                  File "/usr/lib/python3.11/ctypes/__init__.py", line 376, in __init__
                    self._handle = _dlopen(self._name, mode)
                OSError: libGL.so.1: cannot open shared object file: No such file or directory
                """#,
            is: "library_missing", "The library libGL.so.1 is missing; Debian's package libgl1 has it.",
            button: "Add libgl1 and redeploy"),
        DiagnosisTail(
            "prog",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    subprocess.run(['ffmpeg', '-version'], check=True)
                  File "/usr/lib/python3.11/subprocess.py", line 548, in run
                    with Popen(*popenargs, **kwargs) as process:
                  File "/usr/lib/python3.11/subprocess.py", line 1024, in __init__
                    self._execute_child(args, executable, preexec_fn, close_fds,
                  File "/usr/lib/python3.11/subprocess.py", line 1901, in _execute_child
                    raise child_exception_type(errno_num, err_msg, err_filename)
                FileNotFoundError: [Errno 2] No such file or directory: 'ffmpeg'
                """#,
            is: "program_missing", "The app runs the program ffmpeg, which Debian's package ffmpeg has.",
            button: "Add ffmpeg and redeploy"),
        DiagnosisTail(
            "perm",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    open('/etc/shadow','a')
                PermissionError: [Errno 13] Permission denied: '/etc/shadow'
                """#,
            is: "path_not_writable", "The app may not write to /etc/shadow (app.py, line 1)."),
        DiagnosisTail(
            "perm2",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    os.makedirs('/data')
                  File "<frozen os>", line 225, in makedirs
                PermissionError: [Errno 13] Permission denied: '/data'
                """#,
            is: "path_not_writable", "The app may not write to /data (app.py, line 2)."),
        DiagnosisTail(
            "fnf",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    open('config.json')
                FileNotFoundError: [Errno 2] No such file or directory: 'config.json'
                """#,
            is: "file_missing", "The app does not find config.json (app.py, line 1)."),
        DiagnosisTail(
            "port",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 3, in <module>
                    b=socket.socket();b.bind(('0.0.0.0',9999))
                OSError: [Errno 98] Address already in use
                """#,
            is: "port_in_use", "A port is already in use inside the container (app.py, line 3).", button: "Redeploy"),
        DiagnosisTail(
            "syntax",
            log: #"""
                  File "/app/app.py", line 1
                    def f(:
                SyntaxError: invalid syntax
                """#,
            is: "syntax_error", "Python does not understand app.py, line 1: invalid syntax."),
        DiagnosisTail(
            "syntax2",
            log: #"""
                  File "/app/app.py", line 1
                    print 'hello'
                SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
                """#,
            is: "python_2", "app.py, line 1 is written for Python 2."),
        DiagnosisTail(
            "indent",
            log: #"""
                  File "/app/app.py", line 2
                    return 1
                IndentationError: expected an indented block after function definition on line 1
                """#,
            is: "indentation",
            "app.py, line 2 is not indented as Python expects: expected an indented block after function definition on line 1."
        ),
        DiagnosisTail(
            "tab",
            log: #"""
                  File "/app/app.py", line 3
                    print(2)
                TabError: inconsistent use of tabs and spaces in indentation
                """#,
            is: "indentation",
            "app.py, line 3 is not indented as Python expects: inconsistent use of tabs and spaces in indentation."),
        DiagnosisTail(
            "env",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    os.environ['OPENAI_API_KEY']
                  File "<frozen os>", line 679, in __getitem__
                KeyError: 'OPENAI_API_KEY'
                """#,
            is: "variable_missing", "The app needs the environment variable OPENAI_API_KEY (app.py, line 2).",
            button: "Add OPENAI_API_KEY"),
        DiagnosisTail(
            "key",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    {}['model']
                KeyError: 'model'
                """#,
            is: "exception", "The app stopped at app.py, line 1 with KeyError: 'model'"),
        DiagnosisTail(
            "json",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    json.loads('')
                  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
                    return _default_decoder.decode(s)
                  File "/usr/lib/python3.11/json/decoder.py", line 337, in decode
                    obj, end = self.raw_decode(s, idx=_w(s, 0).end())
                  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
                    raise JSONDecodeError("Expecting value", s, err.value) from None
                json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
                """#,
            is: "json_invalid",
            "The app reads JSON that is none: Expecting value: line 1 column 1 (char 0) (app.py, line 2)."),
        DiagnosisTail(
            "pickle",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    pickle.load(io.BytesIO(b'version https://git-lfs.github.com/spec/v1\noid'))
                _pickle.UnpicklingError: invalid load key, 'v'.
                """#,
            is: "git_lfs_pointer",
            "A model file is only a Git LFS pointer (app.py, line 2): the file itself was not fetched.",
            button: "Redeploy"),
        DiagnosisTail(
            "enc",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    open('/app/crlf.sh','wb').write(b'f\xfcr');open('/app/crlf.sh',encoding='utf-8').read()
                  File "<frozen codecs>", line 322, in decode
                UnicodeDecodeError: 'utf-8' codec can't decode byte 0xfc in position 1: invalid start byte
                """#,
            is: "text_encoding", "The app reads a text that is not utf-8: byte 0xfc at 1 (app.py, line 1)."),
        DiagnosisTail(
            "rec",
            log: #"""
                Traceback (most recent call last):
                    f()
                  File "/app/app.py", line 1, in f
                    def f(): f()
                  File "/app/app.py", line 1, in f
                    def f(): f()
                  File "/app/app.py", line 1, in f
                    def f(): f()
                  [Previous line repeated 996 more times]
                RecursionError: maximum recursion depth exceeded
                """#,
            is: "recursion", "The app calls itself without end (app.py, line 1)."),
        DiagnosisTail(
            "eof",
            log: #"""
                Name: Traceback (most recent call last):
                  File "/app/app.py", line 1, in <module>
                    input('Name: ')
                EOFError: EOF when reading a line
                """#,
            is: "no_input", "The app asks for input in a terminal (app.py, line 1), and there is none."),
        DiagnosisTail(
            "mem",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 4, in <module>
                    x=bytearray(1<<30)
                MemoryError
                """#,
            is: "out_of_memory_python", "The app needed more memory than the limit of 8 GiB.",
            button: "Raise the memory limit to 16 GiB and redeploy"),
    ]
}
