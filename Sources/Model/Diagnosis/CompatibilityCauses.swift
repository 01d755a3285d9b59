/// Packages whose versions do not fit together: what the usual breaks look like, and the versions before them.
enum CompatibilityCauses {
    static let rules: [Rule] = numeric + models + web

    private static let numeric: [Rule] = [
        older(
            "numpy", "numpy<2", "A module that was compiled using NumPy 1.x cannot be run in",
            "numpy.dtype size changed", "numpy.core.multiarray failed to import", "_ARRAY_API not found",
            "was removed in the NumPy 2.0 release", "No module named 'numpy._core"),
        older(
            "numpy", "numpy<1.24", "module 'numpy' has no attribute 'float'", "module 'numpy' has no attribute 'int'",
            "module 'numpy' has no attribute 'bool'", "module 'numpy' has no attribute 'object'",
            "module 'numpy' has no attribute 'complex'", "module 'numpy' has no attribute 'typeDict'"),
        older(
            "protobuf", "protobuf<3.21", "Descriptors cannot be created directly",
            "Descriptors cannot not be created directly"),
        older("Pillow", "Pillow<10", "module 'PIL.Image' has no attribute 'ANTIALIAS'", "has no attribute 'getsize'"),
        older("scipy", "scipy<1.13", "cannot import name 'triu' from 'scipy.linalg'"),
        older("setuptools", "setuptools<81", "No module named 'pkg_resources'"),
        older("moviepy", "moviepy<2", "No module named 'moviepy.editor'"),
        older(
            "pandas", "pandas<2", "'DataFrame' object has no attribute 'append'",
            "'DataFrame' object has no attribute 'iteritems'"),
        Rule(
            "python_too_new", "module 'collections' has no attribute '{name}'", "from 'collections' (",
            "module 'inspect' has no attribute 'getargspec'", "module 'asyncio' has no attribute 'coroutine'",
            "module 'pkgutil' has no attribute 'ImpImporter'",
            message: "A package is too old for[ Python {python}| this Python] ({place}).",
            hint: "Ask for a newer version of the package that the log names."),
        Rule(
            "sqlite_too_old", "unsupported version of sqlite3",
            message: "Chroma needs a newer SQLite than the image has.",
            hint: "Add pysqlite3-binary and import it as sqlite3 before chromadb.",
            remedy: .requirements("pysqlite3-binary")),
    ]

    private static let models: [Rule] = [
        Rule(
            "torch_weights_only", "Weights only load failed", "Unsupported global: GLOBAL",
            message: "torch 2.6 and newer load only plain weights, and this model file holds more.",
            hint: "If you trust the file, set TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1.",
            remedy: .variable("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")),
        Rule(
            "version_mismatch", "No module named 'torchvision.transforms.functional_tensor'",
            message: "basicsr or a similar package needs torchvision 0.16 or older.",
            hint: "Use basicsr-fixed in place of basicsr.", remedy: .requirements("basicsr-fixed")),
        older("huggingface_hub", "huggingface_hub<0.26", "cannot import name 'cached_download' from 'huggingface_hub'"),
        older("huggingface_hub", "huggingface_hub<1", "cannot import name 'HfFolder' from 'huggingface_hub'"),
        Rule(
            "version_mismatch", "When localhost is not accessible, a shareable link must be created",
            alongside: [["/starlette/templating.py\", line"], ["TypeError: unhashable type: 'dict'"]],
            message: "The installed starlette is too new for the app's gradio.", hint: "Add starlette<1.",
            remedy: .requirements("starlette<1")),
        Rule(
            "version_mismatch", "When localhost is not accessible, a shareable link must be created",
            alongside: [["/gradio_client/utils.py\", line"], ["TypeError: argument of type 'bool' is not iterable"]],
            message: "The installed pydantic is too new for the app's gradio.", hint: "Add pydantic<2.11.",
            remedy: .requirements("pydantic<2.11")),
        Rule(
            "own_page_failed", "When localhost is not accessible, a shareable link must be created",
            message: "The app cannot open its own first page, which gradio tries before it starts[ ({place})].",
            hint: "An error above it in the log says why; with a proxy, set NO_PROXY to localhost,127.0.0.1."),
        older("transformers", "transformers<5", "' from 'transformers' (", "' from 'transformers."),
        older("diffusers", "diffusers<0.30", "' from 'diffusers' (", "' from 'diffusers."),
        older("langchain", "langchain<0.2", "No module named 'langchain.", "' from 'langchain' ("),
        older("openai", "openai<1", "no longer supported in openai>=1.0.0", "module 'openai' has no attribute"),
        older("httpx", "httpx<0.28", "__init__() got an unexpected keyword argument 'proxies'"),
        Rule(
            "version_mismatch", "Your currently installed version of Keras is Keras 3",
            message: "The app needs Keras 2, and Keras 3 is installed.", hint: "Add tf-keras.",
            remedy: .requirements("tf-keras")),
    ]

    private static let web: [Rule] = [
        Rule(
            "version_mismatch", "`BaseSettings` has been moved to the `pydantic-settings` package",
            message: "The app is written for pydantic 1 ({place}).",
            hint: "Add pydantic<2 to the requirements, or pydantic-settings and change the import.",
            remedy: .requirements("pydantic<2")),
        older(
            "pydantic", "pydantic<2", "pydantic.errors.PydanticUserError", "pydantic.errors.PydanticImportError",
            "` is removed. use `"),
        older("gradio", "gradio<4", "module 'gradio' has no attribute '"),
        Rule(
            "version_mismatch", "__init__() got an unexpected keyword argument '{argument}'",
            "launch() got an unexpected keyword argument '{argument}'",
            alongside: [["import gradio", "/gradio/", "gr."]],
            message: "The app is written for another Gradio, which had {argument} ({place}).",
            hint: "Ask for the version that it is written for, often gradio<4 or gradio<6.",
            remedy: .requirements("gradio<4")),
        older("streamlit", "streamlit<1.40", "module 'streamlit' has no attribute '"),
        older("Werkzeug", "Werkzeug<3", "cannot import name 'url_quote' from 'werkzeug.urls'", "from 'werkzeug' ("),
        older(
            "Jinja2", "Jinja2<3.1", "cannot import name 'escape' from 'jinja2'",
            "cannot import name 'Markup' from 'jinja2'", "cannot import name 'contextfunction' from 'jinja2'"),
        older("MarkupSafe", "MarkupSafe<2.1", "cannot import name 'soft_unicode' from 'markupsafe'"),
        older("SQLAlchemy", "SQLAlchemy<2", "'Engine' object has no attribute 'execute'", "from 'sqlalchemy' ("),
        older(
            "urllib3", "urllib3<2", "No module named 'urllib3.contrib.appengine'",
            "cannot import name 'DEFAULT_CIPHERS' from 'urllib3"),
        Rule(
            "import_name_missing", "cannot import name '{wanted}' from '{module}' (",
            message: "{own_module} of the repository has no {wanted} ({place}).",
            hint: "Fix the import, or rename the file if it has a package's name."),
        Rule(
            "version_mismatch", "cannot import name '{wanted}' from '{module}' (",
            message: "The installed {module} has no {wanted} ({place}).",
            hint: "Ask for the version of {module} that the app is written for."),
    ]

    /// - Parameter line: the requirement for versions before the break.
    private static func older(_ package: String, _ line: String, _ patterns: Pattern...) -> Rule {
        Rule(
            "version_mismatch", patterns,
            message: Wording(stringLiteral: "The installed \(package) is too new for the app[ ({place})]."),
            hint: Wording(stringLiteral: "Add \(line) to the requirements."),
            remedy: .requirements(Wording(stringLiteral: line)))
    }
}
