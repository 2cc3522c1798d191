"""What pictures cost: time and the most memory while each is made anew, several at once, and sending them."""

from __future__ import annotations

import asyncio
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from bench.report import keep, percentile, table
from opentribe.kit.files import FileStore, Shape, make_picture
from opentribe.kit.files.store import open_store

PICTURES = {
    "JPEG, 12 megapixels": ("JPEG", (4_032, 3_024), "RGB"),
    "JPEG, 40 megapixels": ("JPEG", (7_296, 5_472), "RGB"),
    "PNG, 36 megapixels, clear": ("PNG", (6_000, 6_000), "RGBA"),
    "PNG, a screenshot of 2 megapixels": ("PNG", (1_920, 1_080), "RGB"),
}
SENT = 200


def picture(kind: str, size: tuple[int, int], mode: str) -> bytes:
    """Clouds, which are about as hard as a photograph."""
    small = Image.effect_noise((size[0] // 8, size[1] // 8), 50)
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).convert(mode).save(
        out, kind, **{"compress_level": 1} if kind == "PNG" else {}
    )
    return out.getvalue()


def alone(path: str, shape: str, count: int) -> None:
    """Make it so many times at once in this process, and say the seconds and the megabytes."""
    make_picture(io.BytesIO(picture("PNG", (64, 64), "RGB")))  # what the library itself takes
    before = most_memory()
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:  # as uploads have
        for done in [pool.submit(_one, path, shape) for _ in range(count)]:
            done.result()
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, most_memory() - before]))


def most_memory() -> float:
    """The most megabytes this process ever had. `getrusage` would count what its parent had when it was started."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


def _one(path: str, shape: str) -> None:
    with Path(path).open("rb") as source:
        make_picture(source, Shape(shape))


def in_a_process(path: Path, shape: Shape, count: int = 1) -> tuple[float, float]:
    """Seconds and megabytes above what a process has that makes none."""
    command = [sys.executable, "-m", "bench.bench_files", str(path), shape.value, str(count)]
    seconds, megabytes = json.loads(subprocess.check_output(command))
    return seconds, megabytes


def main() -> None:
    """Print and keep the figures."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="opentribe-bench-") as folder:
        for name, given in PICTURES.items():
            path = Path(folder) / "picture"
            path.write_bytes(picture(*given))
            for shape, count in ((Shape.whole, 1), (Shape.face, 1), (Shape.whole, 6)):
                seconds, megabytes = in_a_process(path, shape, count)
                rows.append([name, shape.value, count, f"{seconds:.2f}", f"{megabytes:.0f}"])
                if shape is Shape.whole:
                    keep("files", f"{name}, {count} at once: time; memory", f"{seconds:.1f} s; {megabytes:.0f} MB")
        table("Pictures made anew", ["picture", "shape", "at once", "s", "MB above"], rows)
        asyncio.run(sending(open_store("", "", "", Path(folder) / "files")))


async def sending(store: FileStore) -> None:
    """Put and read files of a middling size on disk."""
    body, puts, reads = b"x" * 150_000, [], []
    for number in range(SENT):
        start = time.perf_counter()
        store.put(f"ab/{number}", body)
        puts.append((time.perf_counter() - start) * 1_000)
    for number in range(SENT):
        start = time.perf_counter()
        async for _ in store.stream(f"ab/{number}", 0, len(body)):
            pass
        reads.append((time.perf_counter() - start) * 1_000)
    rows = [[name, *(f"{percentile(taken, share):.2f}" for share in (0.5, 0.95))] for name, taken in
            (("put, on the disk for good", puts), ("read", reads))]  # fmt: skip
    table("150 kB on disk, ms", ["", "p50", "p95"], rows)


if __name__ == "__main__":
    main() if len(sys.argv) < 4 else alone(sys.argv[1], sys.argv[2], int(sys.argv[3]))
