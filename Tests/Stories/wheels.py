"""Wheels that a story makes itself."""

import base64
import hashlib
import io
import zipfile


def wheel(files: dict[str, str], name: str = "evil", version: str = "1.0") -> bytes:
    """With these files, whatever their paths are, and a RECORD that names all of them."""
    info = f"{name}-{version}.dist-info"
    files = {
        **files, f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_digest(text)},{len(text)}\n" for path, text in files.items())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for path, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            written.writestr(path, text)
    return archive.getvalue()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
