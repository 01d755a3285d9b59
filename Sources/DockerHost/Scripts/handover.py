"""Files that one container leaves for another.

Whatever the other one left, who reads it neither waits for a pipe nor follows a link.
"""

import json
import os
import stat
import sys
import time

LONGEST = 16 << 20


def publish(path, text):
    """All of it at once."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(text)
    unfinished.replace(path)


def wait_for(path):
    """The control center ends all containers of an install when one of them fails."""
    while not os.path.lexists(path):
        time.sleep(0.02)


def read(path):
    """What its JSON says. Ends with a sentence if it is no regular file, too long or no JSON."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        sys.exit(f"{path.name} cannot be read: {error.strerror}.")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        sys.exit(f"{path.name} is no regular file.")
    with open(descriptor, "rb") as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        sys.exit(f"{path.name} is longer than {LONGEST >> 20} MiB.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        sys.exit(f"{path.name} is no JSON.")
