/// Which package brings a module that has another name.
enum ModulePackages {
    /// On PyPI, by module; those whose package has the same name are in it where people often forget them.
    static let ofPyPI = [
        // Images and documents
        "cv2": "opencv-python-headless", "PIL": "Pillow", "skimage": "scikit-image", "fitz": "PyMuPDF",
        "pymupdf": "PyMuPDF", "docx": "python-docx", "pptx": "python-pptx", "pdf2image": "pdf2image",
        "pytesseract": "pytesseract", "PyPDF2": "PyPDF2", "pypdf": "pypdf", "reportlab": "reportlab", "wand": "Wand",
        "cairosvg": "CairoSVG", "imageio": "imageio", "moviepy": "moviepy", "ffmpeg": "ffmpeg-python",
        "openpyxl": "openpyxl", "xlrd": "xlrd", "magic": "python-magic", "barcode": "python-barcode", "exif": "exif",
        // Data and mathematics
        "sklearn": "scikit-learn", "numpy": "numpy", "pandas": "pandas", "scipy": "scipy", "matplotlib": "matplotlib",
        "seaborn": "seaborn", "plotly": "plotly", "umap": "umap-learn", "hdbscan": "hdbscan", "faiss": "faiss-cpu",
        "Levenshtein": "python-Levenshtein", "dateutil": "python-dateutil", "pytz": "pytz", "tqdm": "tqdm",
        "community": "python-louvain", "igraph": "igraph", "ruamel": "ruamel.yaml", "yaml": "PyYAML", "toml": "toml",
        "attr": "attrs", "attrs": "attrs", "einops": "einops", "psutil": "psutil", "pynvml": "nvidia-ml-py",
        // Models
        "torch": "torch", "torchvision": "torchvision", "torchaudio": "torchaudio", "tensorflow": "tensorflow",
        "keras": "keras", "transformers": "transformers", "diffusers": "diffusers", "accelerate": "accelerate",
        "huggingface_hub": "huggingface_hub", "safetensors": "safetensors", "sentencepiece": "sentencepiece",
        "sentence_transformers": "sentence-transformers", "tiktoken": "tiktoken", "peft": "peft",
        "datasets": "datasets", "bitsandbytes": "bitsandbytes", "onnxruntime": "onnxruntime", "onnx": "onnx",
        "insightface": "insightface", "ultralytics": "ultralytics", "timm": "timm",
        "clip": "openai-clip", "open_clip": "open-clip-torch", "whisper": "openai-whisper",
        "faster_whisper": "faster-whisper", "TTS": "coqui-tts", "pytorch_lightning": "pytorch-lightning",
        "omegaconf": "omegaconf", "facexlib": "facexlib", "basicsr": "basicsr", "realesrgan": "realesrgan",
        "gfpgan": "gfpgan", "spandrel": "spandrel", "controlnet_aux": "controlnet-aux", "xformers": "xformers",
        "llama_cpp": "llama-cpp-python", "openai": "openai", "anthropic": "anthropic", "cohere": "cohere",
        "langchain": "langchain", "langchain_community": "langchain-community", "langchain_openai": "langchain-openai",
        "langchain_core": "langchain-core", "llama_index": "llama-index", "chromadb": "chromadb",
        "pinecone": "pinecone", "qdrant_client": "qdrant-client", "groq": "groq", "ollama": "ollama",
        "google.generativeai": "google-generativeai", "google.genai": "google-genai", "spacy": "spacy", "nltk": "nltk",
        // Sound
        "librosa": "librosa", "soundfile": "soundfile", "pyaudio": "PyAudio", "pydub": "pydub", "gtts": "gTTS",
        "speech_recognition": "SpeechRecognition", "sounddevice": "sounddevice", "webrtcvad": "webrtcvad",
        // The web
        "gradio": "gradio", "gradio_client": "gradio_client", "streamlit": "streamlit", "flask": "Flask",
        "flask_cors": "Flask-Cors", "flask_sqlalchemy": "Flask-SQLAlchemy", "flask_login": "Flask-Login",
        "flask_socketio": "Flask-SocketIO", "fastapi": "fastapi", "uvicorn": "uvicorn", "starlette": "starlette",
        "django": "Django", "rest_framework": "djangorestframework", "corsheaders": "django-cors-headers",
        "environ": "django-environ", "gunicorn": "gunicorn", "bottle": "bottle", "tornado": "tornado", "dash": "dash",
        "dash_bootstrap_components": "dash-bootstrap-components", "nicegui": "nicegui", "chainlit": "chainlit",
        "multipart": "python-multipart", "python_multipart": "python-multipart", "jinja2": "Jinja2",
        "markdown": "Markdown", "requests": "requests", "httpx": "httpx", "aiohttp": "aiohttp",
        "websocket": "websocket-client", "websockets": "websockets", "socketio": "python-socketio",
        "bs4": "beautifulsoup4", "lxml": "lxml", "selenium": "selenium", "playwright": "playwright",
        "jwt": "PyJWT", "jose": "python-jose", "passlib": "passlib", "dotenv": "python-dotenv",
        "decouple": "python-decouple",
        "slugify": "python-slugify", "pydantic": "pydantic", "pydantic_settings": "pydantic-settings",
        "telegram": "python-telegram-bot", "discord": "discord.py", "slack_sdk": "slack-sdk", "tweepy": "tweepy",
        "googleapiclient": "google-api-python-client", "stripe": "stripe", "boto3": "boto3", "azure": "azure-core",
        // Databases and machines
        "psycopg2": "psycopg2-binary", "psycopg": "psycopg[binary]", "MySQLdb": "mysqlclient", "pymysql": "PyMySQL",
        "mysql": "mysql-connector-python", "pymongo": "pymongo", "bson": "pymongo", "redis": "redis",
        "sqlalchemy": "SQLAlchemy", "peewee": "peewee", "pyodbc": "pyodbc", "elasticsearch": "elasticsearch",
        "git": "GitPython", "github": "PyGithub", "serial": "pyserial", "usb": "pyusb", "Crypto": "pycryptodome",
        "nacl": "PyNaCl", "OpenSSL": "pyOpenSSL", "paramiko": "paramiko", "zmq": "pyzmq", "kafka": "kafka-python",
        "dns": "dnspython", "ldap": "python-ldap", "cryptography": "cryptography", "apscheduler": "APScheduler",
        "schedule": "schedule", "celery": "celery", "rich": "rich", "click": "click", "typer": "typer", "fire": "fire",
        "loguru": "loguru", "coloredlogs": "coloredlogs", "google.protobuf": "protobuf", "grpc": "grpcio",
        "pkg_resources": "setuptools<81", "setuptools": "setuptools", "distutils": "setuptools", "six": "six",
        "packaging": "packaging", "IPython": "ipython", "jupyterlab": "jupyterlab", "notebook": "notebook",
        "mpl_toolkits": "matplotlib", "pyximport": "Cython", "Cython": "Cython",
    ]

    /// In Debian, by module.
    static let ofDebian = [
        "tkinter": "python3-tk", "_tkinter": "python3-tk", "gi": "python3-gi", "apt": "python3-apt",
        "dbus": "python3-dbus", "_gdbm": "python3-gdbm",
    ]
}
