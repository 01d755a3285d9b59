"""Creates a restic repository with fast key derivation.

restic's default takes half a second per call, and a story calls it ten times. The resulting keys are equivalent. The format is
in restic's manual, under "References" ("Keys, Encryption and MAC").
"""

import base64
import hashlib
import json
import os
import pathlib
import subprocess

POLY1305_PRIME = (1 << 130) - 5
POLY1305_MASK = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def make(folder: pathlib.Path, password: pathlib.Path):
    """Creates an empty repository in `folder`, with the password from the file `password`."""
    subprocess.run(
        ["restic", "init", "--quiet", "--no-cache", "--repo", folder, "--password-file", password], check=True, timeout=60)
    [slow] = (folder / "keys").iterdir()
    key = json.loads(slow.read_text())
    sealed = base64.b64decode(key["data"])
    secret = password.read_bytes().rstrip(b"\n")
    opened = _ctr(_derived(secret, key)[:32], sealed[:16], sealed[16:-16])
    assert json.loads(opened).keys() == {"mac", "encrypt"}
    key |= {"N": 2, "r": 1, "p": 1}
    text = json.dumps(key | {"data": base64.b64encode(_sealed(opened, _derived(secret, key))).decode()}).encode()
    slow.unlink()
    (folder / "keys" / hashlib.sha256(text).hexdigest()).write_bytes(text)


def _derived(secret: bytes, key: dict) -> bytes:
    return hashlib.scrypt(
        secret, salt=base64.b64decode(key["salt"]), n=key["N"], r=key["r"], p=key["p"], maxmem=1 << 27, dklen=64)


def _sealed(text: bytes, derived: bytes) -> bytes:
    """AES-256 in counter mode, with Poly1305-AES over the ciphertext."""
    nonce = os.urandom(16)
    hidden = _ctr(derived[:32], nonce, text)
    r = int.from_bytes(derived[48:], "little") & POLY1305_MASK
    code = 0
    for start in range(0, len(hidden), 16):
        code = (code + int.from_bytes(hidden[start:start + 16] + b"\1", "little")) * r % POLY1305_PRIME
    code += int.from_bytes(_openssl("-aes-128-ecb", "-nopad", "-K", derived[32:48].hex(), text=nonce), "little")
    return nonce + hidden + (code % (1 << 128)).to_bytes(16, "little")


def _ctr(key: bytes, nonce: bytes, text: bytes) -> bytes:
    return _openssl("-aes-256-ctr", "-K", key.hex(), "-iv", nonce.hex(), text=text)


def _openssl(*arguments: str, text: bytes) -> bytes:
    return subprocess.run(["openssl", "enc", "-e", *arguments], input=text, capture_output=True, check=True).stdout
