"""Two releases compared: documents, changed fields, and the places whose text is another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.differences import difference
from knowledge.models import Chunk
from tests.support.papers import changes, paper


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    yield opened
    opened.close()


def articles(**texts: str) -> list[Chunk]:
    """Chunks of document "a" by locator; `_` stands for a space."""
    found = [(locator.replace("_", " "), text) for locator, text in texts.items()]
    return [Chunk(f"a#{hash((n, text))}", "a", n, locator, text) for n, (locator, text) in enumerate(found)]


def test_documents_that_came_changed_and_went(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một", "hai"), paper("b", "ba"), paper("same", "bốn")]))
    catalogue.publish(changes([paper("a", "một", "khác", signer="Bà B"), paper("c", "năm", "sáu")], retired=["b"]))
    found = difference(catalogue, 1, 2)
    assert [(d.document_id, n) for d, n in found.added] == [("c", 2)]
    assert [(d.document_id, n) for d, n in found.retired] == [("b", 1)]
    [updated] = found.updated
    assert (updated.document.document_id, updated.fields, updated.changed, updated.unchanged) == ("a", ("signer",), ("đoạn 2",), 1)


def test_from_the_later_to_the_earlier_is_the_other_way_round(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một")]))
    catalogue.publish(changes([paper("b", "hai")], retired=["a"]))
    back = difference(catalogue, 2, 1)
    assert ([d.document_id for d, _ in back.added], [d.document_id for d, _ in back.retired]) == (["a"], ["b"])
    assert difference(catalogue, 2, 2) == type(back)((), (), ())


def test_places_changed_added_and_removed(catalogue: Catalogue) -> None:
    document, _ = paper("a")
    catalogue.publish(changes([(document, articles(Điều_1="một", Điều_2="hai", Điều_3="ba"))]))
    # A new article in front moves all others down: those whose words are the same are unchanged.
    later = articles(Điều_0="mới", Điều_1="một", Điều_2="hai sửa", Điều_4="bốn")
    catalogue.publish(changes([(replace(document, digest="2"), later)]))
    [updated] = difference(catalogue, 1, 2).updated
    assert (updated.changed, updated.added, updated.removed) == (("Điều 2",), ("Điều 0", "Điều 4"), ("Điều 3",))
    assert (updated.fields, updated.unchanged) == ((), 1)


def test_a_release_made_after_a_rollback_is_compared_by_what_it_holds(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một"), paper("b", "hai")]))
    catalogue.publish(changes([paper("a", "khác", digest="2")], retired=["b"]))
    catalogue.releases.roll_back(1)
    catalogue.publish(changes([paper("c", "ba")]))
    found = difference(catalogue, 1, 3)
    assert ([d.document_id for d, _ in found.added], found.updated, found.retired) == (["c"], (), ())
    assert [(u.document.document_id, u.changed) for u in difference(catalogue, 2, 3).updated] == [("a", ("đoạn 1",))]
