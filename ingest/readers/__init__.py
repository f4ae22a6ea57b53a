"""One reader per format. A new format is one file here and one row in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.models import RawDocument, Refused
from ingest.readers import bundle, doc, docx, eml, html, image, jsonl, libreoffice, markdown, pdf, pptx, rtf, text, xls, xlsx
from ingest.readers.encodings import noting
from ingest.readers.sniff import true_suffix

# A part of a file that cannot be read (a line, a member) comes as `Refused` among the documents; a whole file raises it.
Reader = Callable[[Path], Iterator[RawDocument | Refused]]

READERS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": text.read,
    ".jsonl": jsonl.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".docm": docx.read,
    ".doc": libreoffice.helped(doc.read, "Word (.doc)", "docx", docx.read),
    ".rtf": rtf.read,
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,
    ".xls": libreoffice.helped(xls.read, "Excel (.xls)", "xlsx", xlsx.read),
    ".pptx": pptx.read,
    ".ppt": libreoffice.opened("PowerPoint 97–2003 (.ppt)", "pptx", ".pptx hoặc PDF", pptx.read),
    ".odt": libreoffice.opened("OpenDocument (.odt)", "docx", ".docx hoặc PDF", docx.read),
    ".ods": libreoffice.opened("OpenDocument (.ods)", "xlsx", ".xlsx hoặc PDF", xlsx.read),
    ".odp": libreoffice.opened("OpenDocument (.odp)", "pptx", ".pptx hoặc PDF", pptx.read),
    ".html": html.read,
    ".htm": html.read,
    ".eml": eml.read,
    ".zip": bundle.read,
    ".png": image.read,
    ".jpg": image.read,
    ".jpeg": image.read,
    ".tif": image.read,
    ".tiff": image.read,
}
LARGEST_FILE = 400 << 20


def reader_for(path: Path) -> Reader | None:
    """The reader for a file; None when neither its ending nor its content is known."""
    if path.suffix.lower() in READERS:
        return read_file
    try:
        return read_file if true_suffix(path) in READERS else None
    except OSError:
        return None
    except Refused:
        return read_file


def read_file(path: Path) -> Iterator[RawDocument | Refused]:
    """Read a file as what its content is; a file whose ending says otherwise states `read_as`, one in old letters `encoding`.

    Raises:
        Refused: it is empty, too large, of no known kind, or its reader refuses it.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("Tệp trống, không có chữ nào để đọc.")
    if size > LARGEST_FILE:
        raise Refused(f"Tệp lớn {size >> 20} MB, vượt mức {LARGEST_FILE >> 20} MB. Hãy chia nhỏ tệp.")
    own, suffix = path.suffix.lower(), true_suffix(path)
    if suffix not in READERS:
        raise Refused(f"Chưa đọc được loại tệp “{suffix or path.name}”.")
    noticed = {} if READERS.get(own) is READERS[suffix] else {"read_as": suffix[1:]}
    with noting() as encodings:
        for raw in READERS[suffix](path):
            if encodings:
                noticed["encoding"] = ", ".join(sorted(encodings))
            yield replace(raw, metadata={**raw.metadata, **noticed}) if noticed and isinstance(raw, RawDocument) else raw
