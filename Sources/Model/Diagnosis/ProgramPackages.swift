/// Which package brings a program.
enum ProgramPackages {
    /// In Debian 12.
    static let ofDebian = [
        "ffmpeg": "ffmpeg", "ffprobe": "ffmpeg", "ffplay": "ffmpeg", "sox": "sox", "lame": "lame", "flac": "flac",
        "oggenc": "vorbis-tools", "opusenc": "opus-tools", "mpg123": "mpg123", "fluidsynth": "fluidsynth",
        "timidity": "timidity", "espeak": "espeak", "espeak-ng": "espeak-ng", "mediainfo": "mediainfo",
        "mkvmerge": "mkvtoolnix", "exiftool": "libimage-exiftool-perl",
        "git": "git", "git-lfs": "git-lfs", "ssh": "openssh-client", "scp": "openssh-client", "gpg": "gnupg",
        "wget": "wget", "curl": "curl", "aria2c": "aria2", "rsync": "rsync", "unzip": "unzip", "zip": "zip",
        "7z": "p7zip-full", "xz": "xz-utils", "bzip2": "bzip2", "file": "file", "tree": "tree", "jq": "jq",
        "gcc": "build-essential", "g++": "build-essential", "cc": "build-essential", "c++": "build-essential",
        "make": "build-essential", "cmake": "cmake", "ninja": "ninja-build", "pkg-config": "pkg-config",
        "swig": "swig", "gfortran": "gfortran", "rustc": "rustc", "cargo": "cargo", "go": "golang-go",
        "clang": "clang", "protoc": "protobuf-compiler", "autoconf": "autoconf", "automake": "automake",
        "node": "nodejs", "nodejs": "nodejs", "npm": "npm", "npx": "npm", "java": "default-jre-headless",
        "javac": "default-jdk-headless", "perl": "perl", "ruby": "ruby", "php": "php-cli", "Rscript": "r-base-core",
        "R": "r-base-core", "octave": "octave", "tesseract": "tesseract-ocr", "pdftoppm": "poppler-utils",
        "pdftotext": "poppler-utils", "pdfinfo": "poppler-utils", "gs": "ghostscript", "convert": "imagemagick",
        "magick": "imagemagick", "identify": "imagemagick", "mogrify": "imagemagick", "gm": "graphicsmagick",
        "soffice": "libreoffice", "libreoffice": "libreoffice", "pandoc": "pandoc", "pdflatex": "texlive-latex-base",
        "wkhtmltopdf": "wkhtmltopdf", "chromium": "chromium", "chromedriver": "chromium-driver",
        "firefox": "firefox-esr", "Xvfb": "xvfb", "xvfb-run": "xvfb", "dot": "graphviz", "inkscape": "inkscape",
        "potrace": "potrace", "blender": "blender", "colmap": "colmap", "optipng": "optipng",
        "jpegoptim": "jpegoptim", "gifsicle": "gifsicle", "cwebp": "webp", "qpdf": "qpdf", "pdftk": "pdftk-java",
        "redis-server": "redis-server", "redis-cli": "redis-tools", "psql": "postgresql-client",
        "mysql": "default-mysql-client", "sqlite3": "sqlite3", "nginx": "nginx", "supervisord": "supervisor",
        "ps": "procps", "free": "procps", "pkill": "procps", "ip": "iproute2", "ifconfig": "net-tools",
        "netstat": "net-tools", "ping": "iputils-ping", "lsof": "lsof", "nc": "netcat-openbsd", "socat": "socat",
        "dig": "dnsutils", "tini": "tini", "dos2unix": "dos2unix", "bc": "bc", "parallel": "parallel", "time": "time",
        "patch": "patch", "screen": "screen", "tmux": "tmux", "blastn": "ncbi-blast+", "samtools": "samtools",
        "bcftools": "bcftools", "bedtools": "bedtools",
    ]

    /// On PyPI.
    static let ofPyPI = [
        "streamlit": "streamlit", "gradio": "gradio", "gunicorn": "gunicorn", "uvicorn": "uvicorn",
        "hypercorn": "hypercorn", "flask": "Flask", "fastapi": "fastapi[standard]", "jupyter": "jupyter",
        "jupyter-lab": "jupyterlab", "jupyter-notebook": "notebook", "chainlit": "chainlit", "panel": "panel",
        "voila": "voila", "accelerate": "accelerate", "torchrun": "torch", "huggingface-cli": "huggingface_hub",
        "hf": "huggingface_hub", "celery": "celery", "django-admin": "Django", "poetry": "poetry",
        "pipenv": "pipenv", "uv": "uv", "yt-dlp": "yt-dlp", "gdown": "gdown", "playwright": "playwright",
        "waitress-serve": "waitress", "daphne": "daphne", "litestar": "litestar", "mlflow": "mlflow", "vllm": "vllm",
        "tensorboard": "tensorboard", "datasette": "datasette",
        "mkdocs": "mkdocs", "marimo": "marimo", "mesop": "mesop", "reflex": "reflex", "solara": "solara",
        "bokeh": "bokeh", "whisper": "openai-whisper", "comfy": "comfy-cli", "label-studio": "label-studio",
    ]
}
