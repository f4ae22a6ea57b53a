"""Facts of one document, answered from its metadata and shown with the words of the document that bear them out.

"Ai ký báo cáo", "số bao nhiêu", "còn hiệu lực không": the document is the one the question names, or else the
one that the passages point to. A fact that the metadata lack is left to the passages.
"""

from __future__ import annotations

from datetime import date

from assistant.generation.quote import Quote
from assistant.generation.relations import standing_to
from assistant.generation.sources import cited_name, replaced_by, source_of, spellings, vn_date, warning
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import fact
from assistant.steps import cues
from assistant.steps.compose import for_english
from knowledge.language.normalise import fold
from knowledge.language.sentences import sentences
from knowledge.models import Chunk, Document, Passage

_SURE = 0.6
_FORM_NOUNS = ("chien luoc", "bao cao", "luat", "nghi dinh", "nghi quyet", "thong tu", "cong van", "ke hoach", "quyet dinh")


def look_up(turn: Turn) -> None:
    """Finish when the question asks for facts that a document's metadata hold."""
    intent = turn.intent
    if intent is None or not intent.facts or not turn.passages:
        return
    if intent.facts == ("current",) and intent.wants_list:
        return  # "mục tiêu của chiến lược hiện hành" asks for the goals, not for the document
    if "validity" in intent.facts and cues.says("shape", "part", fold(turn.asked)):
        return  # a chapter may be repealed while its law is in force: the metadata know the law only
    document = subject(turn)
    if document is None:
        return
    told = [sentence for name in intent.facts if (sentence := _tell(name, document, turn))]
    if not told:
        return
    quotes = [_bearing_out(turn, document, intent.facts)]
    text = " ".join(dict.fromkeys(told)) + " [1]"
    notes = [n for n in (warning(document, turn.view, turn.as_of),) if n and "validity" not in intent.facts]
    turn.finish(
        Status.ANSWERED, "\n\n".join([*for_english(turn), text, quotes[0].text, *notes]), [source_of(q, turn.as_of) for q in quotes]
    )


def subject(turn: Turn) -> Document | None:
    """The document the question is about: named by number or name, or of the kind it names and found first."""
    mentions = turn.found.query.mentions if turn.found else ()
    if mentions and mentions[0].certainty >= _SURE:
        best = [m.document_id for m in mentions if m.certainty == mentions[0].certainty]
        ranked = [p.document for p in turn.passages if p.document.document_id in best]
        named = ranked[0] if ranked else turn.view.documents[best[0]]
        return related(named, turn) or named
    if turn.leaning_on:
        return turn.view.documents[turn.leaning_on[0]]
    folded = fold(turn.understood_as)
    nouns = [noun for noun in _FORM_NOUNS if noun in folded]
    fitting = [p.document for p in turn.passages if nouns and all(_is_a(noun, p.document) for noun in nouns)]
    if fitting and turn.intent and "current" in turn.intent.facts:
        in_force = [d for d in fitting if d.in_force(turn.as_of) and d.issued_on]
        return max(in_force, key=lambda d: d.issued_on or date.min, default=fitting[0])
    return fitting[0] if fitting else None


def related(named: Document, turn: Turn) -> Document | None:
    """The document that guides, amends or replaces the named one, when the question asks for that one of it.

    "Nghị định hướng dẫn Luật AI ban hành ngày nào" is about the decree; its metadata say which law it guides.
    """
    folded = fold(turn.asked)
    for relation in cues.names("relation"):
        match = cues.found("relation", relation, folded)
        if match and (others := standing_to(named, relation, turn.view, turn.as_of)):
            return next(
                (d for d in others if fold(d.kind or "?") in folded[: match.end()]), None if _own_kind(named, folded) else others[0]
            )
    return None


def _own_kind(named: Document, folded: str) -> bool:
    """Whether the question begins with the named document's own kind: "Luật AI có được sửa đổi không"."""
    return bool(named.kind) and folded.startswith(fold(named.kind or ""))


def _is_a(noun: str, document: Document) -> bool:
    """Whether the document is of that kind, or its title begins with that word ("Chiến lược quốc gia về…")."""
    return fold(document.kind or "").endswith(noun) or fold(document.title).startswith(noun)


def _tell(name: str, document: Document, turn: Turn) -> str:
    """The sentence for one fact; empty when the metadata do not hold it."""
    cited = cited_name(document)
    if name in ("validity", "effective_from"):
        return _validity(document, turn)
    if name == "issued_on" and document.issued_on:
        return fact("issued_on", name=document.name if document.number else cited, date=vn_date(document.issued_on))
    if name == "number" and document.number:
        return fact("number", number=document.number, title=document.title)
    if name == "issuer" and document.issuer:
        return fact("issuer", name=cited, issuer=document.issuer)
    if name == "signer" and document.signer:
        return fact("signer", name=cited, signer=document.signer)
    if name == "addressees" and document.details.get("addressees"):
        return fact("addressees", name=cited, list=", ".join(document.details["addressees"]))
    if name == "link" and document.url:
        return fact("link", name=cited, url=document.url)
    if name == "current" and document.in_force(turn.as_of):
        return fact("current", name=cited, title=document.title)
    return ""


def _validity(document: Document, turn: Turn) -> str:
    start, end = document.effective_from, document.effective_to
    name = cited_name(document)
    if end and turn.as_of >= end:
        return fact("validity_ended", name=name, to=vn_date(end), replaced=replaced_by(document, turn.view))
    if start and turn.as_of < start:
        return fact("validity_not_yet", name=name, **{"from": vn_date(start)})
    return fact("validity_in_force", name=name, **{"from": vn_date(start)}) if start else ""


def _bearing_out(turn: Turn, document: Document, facts: tuple[str, ...]) -> Quote:
    """The words of the document that hold most of the told values; else its best passage."""
    chunks = turn.view.chunks_of(document.document_id)
    values = [v for name in facts for v in _values(name, document)]
    later = spellings(document.effective_to) if document.effective_to and turn.as_of < document.effective_to else []
    # A text written after the day that is asked about would contradict the answer: it is quoted last.
    held = [(-any(v in c.text for v in later), sum(v in c.text for v in values), -c.position, c) for c in chunks]
    *_, best = max(held, key=lambda item: item[:3])
    return Quote(Passage(best, document, 0.0), _sentences_with(best, values, document.form is not None))


def _values(name: str, document: Document) -> list[str]:
    """How the document may spell a fact."""
    dates: dict[str, date | None] = {"issued_on": document.issued_on, "effective_from": document.effective_from}
    if name == "validity":
        return [x for day in (document.effective_to, document.effective_from) if day for x in spellings(day)] + [
            document.replaced_by or "hiệu lực"
        ]
    if day := dates.get(name):
        return spellings(day)
    told = {"signer": document.signer, "number": document.number, "issuer": document.issuer, "current": document.number}
    value = document.url if name == "link" else told.get(name)
    return [value] if value else list(map(str, document.details.get(name, [])))


def _sentences_with(chunk: Chunk, values: list[str], digest: bool) -> str:
    """The sentences that hold a value; of a digest the whole chunk, because it says how sure they are."""
    if digest and len(chunk.text) <= 400:
        return chunk.text
    kept = [s for line in chunk.text.split("\n") for s in sentences(line) if any(v in s for v in values)]
    return "\n".join(kept) or sentences(chunk.text)[0]
