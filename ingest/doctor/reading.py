"""How the file had to be read: its old encoding, an ending that lies, pages that are pictures, and how sure the OCR was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.doctor.case import Case
from ingest.doctor.findings import Finding, Kind, Severity

_TOO_UNSURE, _UNSURE = 0.6, 0.85


def encoding(case: Case) -> Iterator[Finding]:
    """Old letters were turned into Unicode, or the file is not what its ending says."""
    if name := case.raw.metadata.get("encoding"):
        yield Finding(Kind.ENCODING, Severity.NOTE, f"Chữ trong tệp theo bảng mã {name}; đã chuyển sang Unicode.")
    if name := case.raw.metadata.get("read_as"):
        yield Finding(Kind.MISLABELLED, Severity.NOTE, f"Đuôi tệp không đúng; tệp thật ra là {str(name).upper()} và đã đọc như vậy.")


def scans(case: Case) -> Iterator[Finding]:
    """Pages read from pictures; a reader that was unsure makes a document to look at, a very unsure one a document to hold."""
    pages: Sequence[int] = case.raw.metadata.get("scanned_pages") or ()
    if not pages:
        return
    sure = float(case.raw.metadata.get("ocr_confidence", 0.0))
    read = f"{_listed(pages)} là ảnh quét, nhận dạng chữ tin cậy {sure:.0%}"
    if sure < _TOO_UNSURE:
        yield Finding(Kind.OCR_UNSURE, Severity.HOLD, f"{read}: quá thấp để trích dẫn. Hãy quét lại rõ hơn, 300 dpi.", pages[0])
    elif sure < _UNSURE:
        yield Finding(Kind.OCR_UNSURE, Severity.WARN, f"{read}; nên đối chiếu với bản gốc.", pages[0])
    else:
        yield Finding(Kind.SCANNED, Severity.NOTE, f"{read}.", pages[0])


def _listed(pages: Sequence[int]) -> str:
    """ "Trang 1–3, 7" from [1, 2, 3, 7]."""
    runs: list[list[int]] = [[pages[0]]]
    for before, page in pairwise(pages):
        if page == before + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "Trang " + ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
