"""The image's own packages that an app must keep: torch and what NVIDIA ships beside it.

uv does not see packages of the system's site-packages when it resolves. So each of these gets a wheel without content,
with the metadata of what the image has, and a constraint that asks for exactly this version. uv then checks version
specifiers and dependencies as for any other wheel, and nothing of it is installed.
"""

import importlib.metadata
import re
import zipfile

FAMILY = {
    "apex", "flash-attn", "pytorch-triton", "tensorrt", "torch", "torch-tensorrt", "torchaudio", "torchvision",
    "transformer-engine", "triton", "xformers",
}


def canonical(name):
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_kept(name, version):
    """A local version (PEP 440), such as 2.8.0a0+nv25.8, is a build that no index has."""
    return name in FAMILY or name.startswith("nvidia-") or "+" in version


def kept_packages():
    """{name: distribution} of the running Python."""
    found = {}
    for distribution in importlib.metadata.distributions():
        name = canonical(distribution.metadata["Name"] or "")
        if name and name not in found and is_kept(name, distribution.version):
            found[name] = distribution
    return found


def write_wheel(folder, name, distribution):
    stem = f"{name.replace('-', '_')}-{distribution.version}"
    metadata = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO")
    metadata = metadata or f"Metadata-Version: 2.1\nName: {name}\nVersion: {distribution.version}\n"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{stem}.dist-info/METADATA", metadata)
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
