"""The clause that answers, whole lists when a list is asked for, cut only between sentences."""

from __future__ import annotations

from assistant.generation.quote import WHOLE, quote
from knowledge.language.tones import ToneModel
from knowledge.models import Chunk, Document, Passage
from knowledge.terms import Terms, TermWeights, read_terms

DOCUMENT = Document("d", "D")
SENTENCE = "Câu số {} nói về việc trồng cây dọc theo đường làng và chăm sóc chúng."


def chunks(*texts: str, locators: tuple[str, ...] = ()) -> list[Chunk]:
    return [Chunk(f"d#{i}", "d", i, locators[i] if locators else "Mục A", text) for i, text in enumerate(texts)]


def terms(question: str, *texts: str) -> Terms:
    return read_terms(question, TermWeights(ToneModel.learn(texts)))


def test_a_short_passage_is_quoted_whole() -> None:
    [chunk] = chunks("Sở Nông nghiệp chủ trì.")
    made = quote(Passage(chunk, DOCUMENT, 1.0), terms("ai chủ trì", chunk.text), [chunk], False)
    assert (made.text, made.cut) == (chunk.text, False)


def test_of_a_long_passage_the_clause_that_answers() -> None:
    lines = [
        " ".join(SENTENCE.format(n) for n in range(5)),
        "Sở Nông nghiệp chủ trì việc tưới nước cho cây non.",
        " ".join(SENTENCE.format(n) for n in range(9)),
    ]
    [chunk] = chunks("\n".join(lines))
    assert len(chunk.text) > WHOLE
    made = quote(Passage(chunk, DOCUMENT, 1.0), terms("đơn vị chủ trì việc tưới nước cho cây non", chunk.text), [chunk], False)
    assert made.text == lines[1]
    assert made.cut


def test_a_long_clause_ends_with_a_sentence() -> None:
    [chunk] = chunks(" ".join(SENTENCE.format(n) for n in range(20)))
    made = quote(Passage(chunk, DOCUMENT, 1.0), terms("trồng cây", chunk.text), [chunk], False)
    assert made.cut
    assert chunk.text.startswith(made.text)
    assert made.text.endswith("chúng.")
    assert len(made.text) <= WHOLE


def test_a_point_comes_with_the_line_that_introduces_it() -> None:
    filler = [f"- {SENTENCE.format(n)};" for n in range(12)]
    [chunk] = chunks("\n".join(["Nhiệm vụ của xã:", *filler, "- đào giếng khoan ở thôn Đông."]))
    made = quote(Passage(chunk, DOCUMENT, 1.0), terms("đào giếng khoan", chunk.text), [chunk], False)
    assert made.text.startswith("Nhiệm vụ của xã:")
    assert "đào giếng khoan" in made.text


def test_a_list_goes_on_through_its_pieces_and_stops_at_the_next_heading() -> None:
    pieces = chunks("Gồm:\n- một;", "- hai;\n- ba;", "- bốn.", "- mục khác", locators=("Mục A", "Mục A", "Mục A", "Mục B"))
    for piece in pieces[:3]:
        made = quote(Passage(piece, DOCUMENT, 1.0), terms("gồm những gì", piece.text), pieces, True)
        assert made.text == "Gồm:\n- một;\n- hai;\n- ba;\n- bốn."


def test_a_very_long_list_ends_between_items_and_says_that_it_goes_on() -> None:
    items = [f"- {SENTENCE.format(n)}" for n in range(60)]
    [chunk] = chunks("\n".join(["Gồm:", *items]))
    made = quote(Passage(chunk, DOCUMENT, 1.0), terms("trồng cây gồm những gì", chunk.text), [chunk], True)
    assert made.cut
    kept = made.text.split("\n")
    assert kept == ["Gồm:", *items][: len(kept)]
    assert len(kept) > 10


def test_a_chunk_that_is_not_among_the_siblings_is_quoted_alone() -> None:
    [chunk] = chunks("- một;\n- hai.")
    assert quote(Passage(chunk, DOCUMENT, 1.0), terms("gì", chunk.text), [], True).text == chunk.text
