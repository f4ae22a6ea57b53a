"""Coverage-guided fuzzing of the readers: `make fuzz`, or `python -m tests.fuzz.readers --seconds 600 --out FOLDER`.

Every input is a whole file of some format; of a zipped format it is one member, put back into its package, since bytes
that break the packing teach nothing. A reader may read a file or refuse it. Whatever else it raises, and whatever takes it
longer than `SLOW` seconds, is written to the folder once for each place in the code. What was mended moves to
`tests/ingest/readers/fuzzed/`, where `test_fuzzed.py` reads it for good.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import atheris

with atheris.instrument_imports(include=["ingest"]):
    from ingest.models import Refused
    from ingest.readers import ocr, read_file

from tests.support.every_format import FILES

SLOW = 10.0
_ZIPPED = (".docx", ".xlsx", ".pptx")
_SKIPPED = (".zip",)  # its members are the other formats


class Case(NamedTuple):
    """A file of a format; for zipped formats the package and which member of it is fuzzed."""

    suffix: str
    seed: bytes
    package: bytes = b""
    member: str = ""

    def file(self, data: bytes) -> bytes:
        """The whole file with `data` in place of the seed."""
        if not self.member:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.package)) as before, zipfile.ZipFile(out, "w") as after:
            for name in before.namelist():
                after.writestr(name, data if name == self.member else before.read(name))
        return out.getvalue()


def cases() -> Iterator[Case]:
    """Every format, and every XML member of those that are zipped."""
    for name, make in FILES.items():
        suffix, data = Path(name).suffix, make("so-1")
        if suffix in _ZIPPED:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                members = [m for m in package.namelist() if m.endswith((".xml", ".rels")) and "theme" not in m and "Layout" not in m]
                yield from (Case(suffix, package.read(member), data, member) for member in members)
        elif suffix not in _SKIPPED:
            yield Case(suffix, data)


class Fuzzer:
    """Feeds inputs to the readers and keeps what they stumble over. The first byte of an input chooses the case."""

    def __init__(self, out: Path) -> None:
        self.out, self.cases = out, list(cases())
        self.place = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.known: set[str] = set()
        self.runs = 0
        ocr.installed = lambda: False  # the network of the OCR is not ours, and a hundred times slower than all else

    def seeds(self, folder: Path) -> Path:
        """The corpus to start from."""
        folder.mkdir(parents=True, exist_ok=True)
        for index, case in enumerate(self.cases):
            (folder / f"seed-{index:03d}").write_bytes(bytes([index]) + case.seed)
        return folder

    def __call__(self, data: bytes) -> None:
        """One input."""
        if len(data) < 2:
            return
        self.runs += 1
        case = self.cases[data[0] % len(self.cases)]
        path, started = self.place / f"a{case.suffix}", time.monotonic()
        path.write_bytes(case.file(data[1:]))
        try:
            list(read_file(path))
        except (Refused, RecursionError):  # the worker turns too deep a nesting into a reason
            pass
        except Exception as error:
            self.keep(path, case, _where(error), traceback.format_exc())
        if time.monotonic() - started > SLOW:
            self.keep(path, case, "slow", f"{time.monotonic() - started:.0f} s")

    def keep(self, path: Path, case: Case, where: str, why: str) -> None:
        """Write the file and its trace, once for each place."""
        if where not in self.known:
            self.known.add(where)
            name = f"{case.suffix[1:]}-{hashlib.sha256(where.encode()).hexdigest()[:8]}"
            (self.out / f"{name}{case.suffix}").write_bytes(path.read_bytes())
            (self.out / f"{name}.trace").write_text(f"{case.suffix} {case.member}\n{where}\n{why}", encoding="utf-8")
            print(f"\nFOUND {name} {case.member}: {where}", file=sys.stderr, flush=True)


def _where(error: Exception) -> str:
    """The error and the innermost line of ours it passed through."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/ingest/" in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__} at {place}"


def main() -> None:
    """Run until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-readers")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    fuzzer = Fuzzer(chosen.out)
    corpus = fuzzer.seeds(chosen.out / "corpus")
    options = [f"-max_total_time={chosen.seconds}", "-max_len=100000", "-timeout=60", "-rss_limit_mb=3000", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={chosen.out}/crash-", str(corpus)], fuzzer)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
