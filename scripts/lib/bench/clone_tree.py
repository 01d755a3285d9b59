"""clone_tree.py FOLDER: 3,000 files of 20 MB altogether in 60 folders, half of it text and half of it random; always the same."""

import pathlib
import random
import sys

FILES, BYTES = 3000, 20_000_000

chance = random.Random(7)
words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 10))) for _ in range(4000)]
size = BYTES // FILES
for number in range(FILES):
    path = pathlib.Path(sys.argv[1], f"d{number % 60}", f"e{number % 7}", f"f{number}.py")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = " ".join(chance.choices(words, k=size // 8)).encode()[: size // 2]
    path.write_bytes(text + chance.randbytes(size - len(text)))
