/// What conda's package names mean outside conda.
enum CondaNames {
    enum Meaning: Equatable {
        case python(String)
        /// A Debian package.
        case system(String)
        /// Its version names a build of PyTorch.
        case cuda
        case unneeded
        case unknown
    }

    static func meaning(of name: String) -> Meaning {
        if let other = renamed[name] { return .python(other) }
        if let package = debian[name] { return .system(package) }
        if cuda.contains(name) { return .cuda }
        if unneeded.contains(name) || name.hasPrefix("_") || name.hasPrefix("lib") && !same.contains(name) {
            return .unneeded
        }
        return same.contains(name) ? .python(name) : .unknown
    }

    private static let renamed = [
        "pytorch": "torch", "pytorch-gpu": "torch", "pytorch-cpu": "torch", "opencv": "opencv-python-headless",
        "py-opencv": "opencv-python-headless", "tensorflow-gpu": "tensorflow", "faiss-gpu": "faiss-cpu",
        "pytables": "tables", "msgpack-python": "msgpack", "matplotlib-base": "matplotlib", "dask-core": "dask",
        "importlib_metadata": "importlib-metadata", "typing_extensions": "typing-extensions",
        "huggingface_hub": "huggingface-hub", "pyqt": "PyQt5", "ray-default": "ray[default]", "ray-core": "ray",
        "uvicorn-standard": "uvicorn[standard]", "python-graphviz": "graphviz", "xgboost-cpu": "xgboost",
        "py-xgboost": "xgboost",
        "jupyter_client": "jupyter-client", "prompt_toolkit": "prompt-toolkit", "pillow-simd": "pillow",
        "python-xxhash": "xxhash",
        "streamlit-base": "streamlit",
    ]

    private static let debian = [
        "ffmpeg": "ffmpeg", "git": "git", "git-lfs": "git-lfs", "wget": "wget", "curl": "curl", "sox": "sox",
        "unzip": "unzip",
        "graphviz": "graphviz", "tesseract": "tesseract-ocr", "poppler": "poppler-utils", "pandoc": "pandoc",
        "cmake": "cmake",
        "make": "make", "ninja": "ninja-build", "pkg-config": "pkg-config", "gcc": "build-essential",
        "gxx": "build-essential",
        "gcc_linux-64": "build-essential", "gxx_linux-64": "build-essential", "compilers": "build-essential",
        "c-compiler": "build-essential", "cxx-compiler": "build-essential", "imagemagick": "imagemagick",
        "portaudio": "portaudio19-dev", "libsndfile": "libsndfile1", "mesalib": "libgl1", "libgl": "libgl1",
        "espeak": "espeak",
        "espeak-ng": "espeak-ng", "openjdk": "default-jre-headless", "nodejs": "nodejs", "rsync": "rsync",
        "tmux": "tmux",
        "aria2": "aria2", "ghostscript": "ghostscript", "libvips": "libvips42", "hdf5": "libhdf5-dev",
        "sqlite": "sqlite3",
        "redis-server": "redis-server", "gdal": "gdal-bin", "eigen": "libeigen3-dev", "libmagic": "libmagic1",
    ]

    private static let cuda: Set<String> = ["pytorch-cuda", "cudatoolkit"]

    /// Part of every environment, or of conda itself.
    private static let unneeded: Set<String> = [
        "pip", "conda", "wheel", "setuptools", "ca-certificates", "openssl", "zlib", "xz", "tk", "readline", "ncurses",
        "ld_impl_linux-64",
        "bzip2", "mkl", "mkl-service", "mkl_fft", "mkl_random", "blas", "intel-openmp", "openblas", "cpuonly", "cudnn",
        "nccl",
        "cuda", "cuda-toolkit", "cuda-nvcc", "cuda-runtime", "cuda-version", "pytorch-mutex", "python_abi", "tzdata",
        "nomkl",
        "ffmpeg-python-abi", "freetype", "jpeg", "lcms2", "gmp", "gnutls", "nettle", "openh264", "lame", "icu", "expat",
        "yaml",
    ]

    /// On PyPI under the same name.
    private static let same: Set<String> = [
        "absl-py", "accelerate", "aiofiles", "aiohttp", "albumentations", "altair", "anyio", "av", "beautifulsoup4",
        "black",
        "bokeh", "boto3", "bottle", "certifi", "cffi", "charset-normalizer", "click", "cloudpickle", "colorama",
        "coloredlogs",
        "cryptography", "cython", "dask", "datasets", "decorator", "diffusers", "dlib", "einops", "evaluate",
        "faiss-cpu",
        "fastapi", "filelock", "flask", "fsspec", "ftfy", "fvcore", "gdown", "gradio", "grpcio", "gunicorn", "h5py",
        "httpx",
        "huggingface-hub", "hydra-core", "idna", "imageio", "imageio-ffmpeg", "importlib-metadata", "ipykernel",
        "ipython",
        "ipywidgets", "jax", "jaxlib", "jinja2", "joblib", "jsonschema", "jupyter", "jupyterlab", "keras", "kornia",
        "librosa",
        "lightning", "llvmlite", "loguru", "lxml", "markdown", "markupsafe", "matplotlib", "mlflow", "more-itertools",
        "mypy",
        "moviepy", "networkx", "nltk", "notebook", "numba", "numexpr", "numpy", "omegaconf", "onnx", "onnxruntime",
        "openai",
        "openpyxl", "opt-einsum", "orjson", "packaging", "pandas", "peft", "pillow", "plotly", "polars", "protobuf",
        "psutil",
        "pyarrow", "pycocotools", "pydantic", "pydub", "pyopengl", "pypdf", "pysoundfile", "pytest", "python-dateutil",
        "python-dotenv", "pytorch-lightning",
        "python-multipart", "pytz", "pywavelets", "pyyaml", "pyzmq", "rasterio", "ray", "regex", "requests", "rich",
        "safetensors",
        "scikit-image", "scikit-learn", "scipy", "seaborn", "sentence-transformers", "sentencepiece", "shapely", "six",
        "soundfile", "spacy", "sqlalchemy", "starlette", "statsmodels", "streamlit", "sympy", "tables", "tenacity",
        "tensorboard",
        "tensorboardx", "tensorflow", "termcolor", "tiktoken", "timm", "tokenizers", "toml", "torchaudio",
        "torchmetrics",
        "torchvision", "tornado", "tqdm", "transformers", "trimesh", "triton", "typer", "typing-extensions", "urllib3",
        "uvicorn",
        "wandb", "websockets", "werkzeug", "xarray", "xformers", "xgboost", "yacs", "zstandard",
    ]
}
