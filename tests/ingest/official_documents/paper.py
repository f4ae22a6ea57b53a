"""An official document as tests compose it: its letterhead, its numbered parts, its closing, and what must be read from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# A part: ("Chương", "I", "QUY ĐỊNH CHUNG"), ("Điều", "1", …), ("khoản", "1", …), ("điểm", "a", …), ("I", "I", …),
# ("1", "1", …), ("1.1", …),
# ("a", …) for the headings of reports, ("", "", …) for a paragraph, ("Phụ lục", "I", …), ("kèm", kind, title).
Part = tuple[str, str, str]
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True)
class Paper:
    """What is written, and under `kind`, `number`, `issuer`, `day` what must be read."""

    name: str
    kind: str
    number: str | None
    letterhead: tuple[str, ...]
    issuer: str
    place: str
    day: date | None
    subject: str
    parts: tuple[Part, ...]
    about: bool = False
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("Như trên;", "Lưu: VT, TH.")
    signature: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    signer: str = "Trần Minh Khôi"
    ends: tuple[str, ...] = ()
    small_kind: bool = False
    more: dict[str, object] = field(default_factory=dict)

    @property
    def left(self) -> list[str]:
        """The left column of the letterhead."""
        word = "Luật số" if self.kind == "Luật" else "Số"
        number = [f"{word}: {self.number}"] if self.number else []
        return [*self.letterhead, *number, *([f"V/v {self.subject}"] if self.about else [])]

    @property
    def right(self) -> list[str]:
        """The right column of the letterhead."""
        return [*NATION, *([f"{self.place}, {written(self.day)}"] if self.day and self.place else [])]

    @property
    def titles(self) -> list[str]:
        """Kind and subject, as they stand below the letterhead."""
        if self.about:
            return []
        return [self.kind if self.small_kind else self.kind.upper(), self.subject]

    @property
    def addressed(self) -> list[str]:
        """The lines of "Kính gửi"."""
        if len(self.addressees) < 2:
            return [f"Kính gửi: {name}." for name in self.addressees]
        return ["Kính gửi:", *(f"- {name};" for name in self.addressees[:-1]), f"- {self.addressees[-1]}."]

    @property
    def body(self) -> list[str]:
        """Căn cứ and parts, one line each; the title of a division stands on the line below."""
        return [*(f"Căn cứ {basis};" for basis in self.bases), *(line for part in self.parts for line in lines_of(part)), *self.ends]

    @property
    def tree(self) -> list[str]:
        """The citations of all parts: "Điều 1 khoản 2 điểm a", "II 1 a"."""
        return list(citations(self.parts))


def written(day: date | None) -> str:
    """A date as a letterhead writes it."""
    return (
        f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
        if day and day.month < 3
        else f"ngày {day:%d} tháng {day.month} năm {day.year}"
        if day
        else ""
    )


def lines_of(part: Part) -> list[str]:
    """The lines a part is printed on."""
    sort, number, text = part
    if sort in ("Phần", "Chương", "Mục", "Tiểu mục", "Phụ lục"):
        return [f"{sort} {number}", text]
    if sort == "kèm":
        return [number.upper(), text, "(Ban hành kèm theo văn bản của cơ quan ban hành)"]
    return {"Điều": [f"Điều {number}. {text}"], "điểm": [f"{number}) {text}"], "a": [f"{number}) {text}"], "": [text]}.get(
        sort, [f"{number} {text}"] if sort == "1.1" else [f"{number}. {text}"]
    )


def citations(parts: tuple[Part, ...]) -> list[str]:
    """How each numbered part is cited, in order."""
    found: list[str] = []
    ranks = {"Điều": 0, "I": 0, "1": 1, "khoản": 1, "1.1": 2, "điểm": 3, "a": 3}
    held: dict[int, str] = {}
    for sort, number, _ in parts:
        if sort in ("Phần", "Chương", "Mục", "Tiểu mục", "Phụ lục"):
            held = {}
            found.append(f"{sort} {number}")
        elif sort == "kèm":
            held = {}
            found.append(f"kèm {number}")
        elif sort:
            held = {rank: name for rank, name in held.items() if rank < ranks[sort]}
            held[ranks[sort]] = f"{sort} {number}" if sort in ("Điều", "khoản", "điểm") else number
            found.append(" ".join(held.values()))
    return found
