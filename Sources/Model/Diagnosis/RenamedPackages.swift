/// Names that people write for a package on PyPI, and what it is called there.
enum RenamedPackages {
    /// By normalised name (PEP 503).
    static let table = [
        "attr": "attrs", "beautifulsoup": "beautifulsoup4", "bs4": "beautifulsoup4", "cv2": "opencv-python-headless",
        "crypto": "pycryptodome", "dotenv": "python-dotenv", "fitz": "PyMuPDF", "opencv": "opencv-python-headless",
        "pil": "Pillow", "pytorch": "torch", "serial": "pyserial", "skimage": "scikit-image", "sklearn": "scikit-learn",
        "tensorflow-gpu": "tensorflow", "tensorflow-cpu-gpu": "tensorflow", "yaml": "PyYAML",
        "onnxruntime-directml": "onnxruntime", "onnxruntime-silicon": "onnxruntime",
        "pycrypto": "pycryptodome", "mysql-python": "mysqlclient", "nvidia-ml-py3": "nvidia-ml-py",
        "pywin32-ctypes-dll": "pywin32-ctypes",
        "google": "google-api-python-client", "faiss": "faiss-cpu", "discord": "discord.py",
        "telegram": "python-telegram-bot",
        "jwt": "PyJWT", "magic": "python-magic", "docx": "python-docx", "pptx": "python-pptx", "usb": "pyusb",
    ]
}
