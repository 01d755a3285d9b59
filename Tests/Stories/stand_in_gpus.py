"""Controls the output of the nvidia-smi stand-in, and the pipe that replaces the kernel log."""

import os
import time

import installation

FOLDER = installation.STATE / "gpus"
KERNEL_LOG = installation.STATE / "kernel-log"


class Card:
    def __init__(
        self, number: int, used: int = 512, rest: str = "0, 38, 61.02", name: str = "NVIDIA Stand-In 24GB",
        capability: str = "8.9", mig: str = "[N/A]",
    ):
        self.uuid = f"GPU-5f1c9b2a-{number:04}-4a77-9d3e-{'abcdef'[number - 1] * 12}"
        self.bus = f"{number:02}:00"
        self.line = (
            f"{self.uuid}, {number - 1}, {name}, 24564, {used}, 00000000:{self.bus}.0, {rest}, 550.54.15, {capability}, {mig}")


# The stand-in's two default GPUs, and two more.
CARDS = [Card(1, 20480, "97, 71, 281.40"), Card(2, rest="0, 38, [N/A]"), Card(3), Card(4)]


def show(cards: list[Card]):
    _write("cards", "".join(f"{card.line}\n" for card in cards))


def show_instances(card: Card, *instances: tuple[str, str]):
    """Each entry is (profile, UUID)."""
    lines = [f"  MIG {profile:14} Device {number:2}: (UUID: {uuid})" for number, (profile, uuid) in enumerate(instances)]
    _write("instances", "\n".join([f"GPU 0: {card.uuid} (UUID: {card.uuid})", *lines, ""]))


def show_processes(*processes: tuple[Card, int, int, str]):
    """Each entry is (GPU, host pid, MiB, process name)."""
    _write("processes", "".join(f"{card.uuid}, {pid}, {memory}, {name}\n" for card, pid, memory, name in processes))


def make_trouble(words: str):
    """`hang`, or the error output of the failing tool."""
    _write("trouble", words)


def end_trouble():
    (FOLDER / "trouble").unlink(missing_ok=True)


def reset():
    for file in FOLDER.iterdir():
        file.unlink()


def say_in_kernel_log(text: str):
    pipe = os.open(KERNEL_LOG, os.O_WRONLY | os.O_NONBLOCK)
    try:
        os.write(pipe, f"3,2000,{time.monotonic_ns() // 1000},-;{text}\n".encode())
    finally:
        os.close(pipe)


def _write(name: str, text: str):
    unfinished = FOLDER / f"{name}.new"
    unfinished.write_text(text)
    unfinished.rename(FOLDER / name)
