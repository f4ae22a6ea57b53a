"""The open knowledge base: catalogue, both indexes, the embedder, and a view of the active release.

The catalogue is the truth; on opening, and whenever another process has published or rolled back, the indexes are
caught up with it, by the difference. Readers take one `View` and use it to the end of their question.

Two locks: `publish` is held by the one process of all machines that builds, publishes or collects; the indexes of this
machine are written by one of its processes at a time. Who needs both takes them in this order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from filelock import FileLock

from knowledge.catalogue import Catalogue, Changes
from knowledge.chunks_read import ChunksRead
from knowledge.embedding import Embedder, Vectors, load_embedder
from knowledge.following import Follower
from knowledge.indexed import IndexedReleases
from knowledge.keyword_files import mend_keywords
from knowledge.keywords import KeywordIndex
from knowledge.language.repair import Repairer
from knowledge.locks import Locks
from knowledge.models import Chunk, Document, Release
from knowledge.names import DocumentNames
from knowledge.references import LawNames
from knowledge.resting import Resting
from knowledge.rows import batches
from knowledge.settings import KnowledgeSettings
from knowledge.statistics import Statistics, forget_statistics, load_statistics
from knowledge.terms import TermWeights
from knowledge.vector_files import mend_vectors
from knowledge.vectors import VectorIndex

_EMBED_BATCH = 32
_CATCH_UP_BATCH = 5000
log = structlog.get_logger(__name__)

EmbedProgress = Callable[[int, int], None]
"""Called with (texts done, texts in all)."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a search needs of one release."""

    release: Release
    documents: Mapping[str, Document]
    names: DocumentNames
    laws: LawNames
    statistics: Statistics
    weights: TermWeights
    repairer: Repairer
    read: ChunksRead

    def chunks(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """The chunks of these ids that belong to the release, by id."""
        return self.read.chunks(chunk_ids)

    def chunks_of(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of one document in reading order."""
        return self.read.chunks_of(document_id)


class KnowledgeBase:
    """Open it once in a process; safe from many threads."""

    def __init__(self, settings: KnowledgeSettings) -> None:
        self.settings = settings
        self.catalogue = Catalogue.open(settings.resolved_database_url)
        self.embedder: Embedder = load_embedder(settings.embedding_model, self.cache_folder / "models")
        # Of this machine whatever the database, and one object, so that it may be taken again by the thread that holds it.
        self._indexing = FileLock(settings.data_dir / "indexes.lock")
        with self._indexing:  # nobody looks at files that another process is just making
            self._mend_indexes()
            self.vectors = VectorIndex(settings.data_dir / "vectors", self.embedder.name, settings.chroma_url)
            self.keywords = KeywordIndex(settings.data_dir / "keywords")
        self._vectors_rest = Resting()
        self.locks = Locks(self.catalogue.engine, settings.data_dir)
        self._writing = threading.RLock()
        self._writers = 0
        self._one_writer = self.locks.named("publish")
        self._viewing = threading.RLock()
        self._view: View | None = None
        self._follower: Follower | None = None

    def close(self) -> None:
        """Let go of files and connections."""
        if self._follower:
            self._follower.stop()
        self.vectors.close()
        self.catalogue.close()

    def near(self, vector: Vectors, limit: int) -> list[str]:
        """Ids of the `limit` nearest chunks; empty while vectors cannot be searched: then words alone find, and `words_only` says so."""
        if not self._vectors_rest.admits():
            return []
        try:
            found = self.vectors.nearest(vector, limit)
        except Exception as error:  # engines and networks raise what they like
            self._vectors_rest.failed()
            log.error("vectors_failed", problem=type(error).__name__)
            return []
        self._vectors_rest.succeeded()
        return found

    @property
    def words_only(self) -> bool:
        """Whether vectors could not be searched the last time."""
        return self._vectors_rest.tired

    def follow(self, seconds: float = 0.5) -> None:
        """From now on look for a new release so often, beside the questions: none of them waits until the indexes are caught up."""
        self.refresh()
        self._follower = Follower(self.refresh, seconds)

    def view(self) -> View:
        """The active release. Cheap while it stays the same: one row is read, or none when it is followed."""
        view = self._view
        return view if view and self._follower and self._follower.at_work else self.refresh()

    def refresh(self) -> View:
        """The active release, its indexes caught up."""
        release = self.catalogue.active()
        view = self._view
        if view is None or view.release.key != release.key:
            with self._viewing:
                release, view = self.catalogue.active(), self._view  # once more: this process may have published meanwhile
                if view is None or view.release.key != release.key:
                    view = self._view = self._open(release)
        return view

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One process builds, publishes or collects at a time; readers never wait for it. May be nested."""
        with self._writing:
            if not self._writers:
                self._one_writer.acquire()
            self._writers += 1
            try:
                yield
            finally:
                self._writers -= 1
                if not self._writers:
                    self._one_writer.release()

    def publish(self, changes: Changes) -> Release:
        """Build a release and publish it at once."""
        with self.writing():
            view = self.build(changes)
            self.activate(view)
        return view.release

    def build(self, changes: Changes, based_on: int | None = None) -> View:
        """The next release, written and indexed, which only those who hold its view can search.

        Raises:
            Overtaken: the active release is not `based_on`, with which the changes were compared.
        """
        with self.writing():
            self.refresh()
            chunks = [chunk for _, written in changes.written for chunk in written]
            self.embed_missing(chunks)
            self._add(chunks)
            return self._load(self.catalogue.releases.build(changes, based_on))

    def activate(self, view: View) -> None:
        """Publish what was built: readers see the whole release from their next question on.

        Raises:
            Overtaken: another process published, rolled back or built in between.
        """
        with self.writing():
            with self._viewing:
                self.catalogue.releases.activate(view.release)
                self._view = view
            self.indexed.add(view.release.key)

    def discard(self, view: View) -> None:
        """Throw away what was built and shall not be published."""
        with self.writing():
            self.catalogue.releases.discard()
            forget_statistics(view.release, self.embedder.name, self.cache_folder)

    def discard_leftovers(self) -> None:
        """Throw away what a process that died had built; one that is alive is waited for."""
        if self.catalogue.releases.has_leftovers():
            with self.writing():
                self.catalogue.releases.discard()

    @property
    def cache_folder(self) -> Path:
        """Where files that can be made again are kept."""
        return self.settings.data_dir / "cache"

    def _open(self, release: Release) -> View:
        self.vectors.reopen()
        self.keywords.reload()
        if not self._caught_up(release):
            with self._indexing:
                self._catch_up(release)
        return self._load(release)

    def _mend_indexes(self) -> None:
        """An index that is broken on the disk is emptied; the first view fills it again."""
        mend_keywords(self.settings.data_dir / "keywords")
        if not self.settings.chroma_url:
            mend_vectors(self.settings.data_dir / "vectors")

    def _load(self, release: Release) -> View:
        documents = {d.document_id: d for d in self.catalogue.documents(release.number)}
        statistics = load_statistics(self.catalogue, release, self.embedder.name, self.cache_folder)
        names, laws = DocumentNames(documents.values()), LawNames(documents.values())
        learned = (TermWeights(statistics.tones), Repairer(statistics.tones))
        return View(release, documents, names, laws, statistics, *learned, ChunksRead(self.catalogue, release))

    @property
    def indexed(self) -> IndexedReleases:
        """Which releases both indexes are known to hold."""
        return IndexedReleases(self.cache_folder / f"indexed-{self.embedder.name.replace('/', '_')}")

    def _caught_up(self, release: Release) -> bool:
        return min(self.vectors.count(), self.keywords.count()) >= release.chunks and self.indexed.has(release.key)

    def _catch_up(self, release: Release) -> None:
        """Add to both indexes what the release has and they lack.

        A release that they hold whole shortens that to the difference. When they lack something although they are known to
        hold the release, or hold fewer than they must, they are not what they were known for: everything is looked at.
        """
        self.keywords.reload()  # another process of this machine may have been at it
        if self._caught_up(release):
            return
        lost = self.indexed.has(release.key)
        held = None if lost else self._newest_held()
        lacked = False
        for some in batches(self.catalogue.chunks_beyond(release.number, held.number if held else 0), _CATCH_UP_BATCH):
            self.embed_missing(some)
            lacked |= self._add(some)
        if held is None and lacked:
            self.indexed.only([release.key])
        else:
            self.indexed.add(release.key)

    def _newest_held(self) -> Release | None:
        """The newest release that both indexes hold whole and that is still in the catalogue."""
        kept = min(self.vectors.count(), self.keywords.count())
        published = self.catalogue.releases.published()
        return next((r for r in published if not r.gone and kept >= r.chunks > 0 and self.indexed.has(r.key)), None)

    def _add(self, chunks: Sequence[Chunk]) -> bool:
        """Whether an index lacked some of these chunks; now it has them."""
        by_id = {chunk.chunk_id: chunk for chunk in chunks}
        with self._indexing:
            without_vector = [by_id[i] for i in set(by_id) - self.vectors.known(list(by_id))]
            self.vectors.add(self.catalogue.vectors_of(without_vector, self.embedder.name))
            unlisted = set(by_id) - self.keywords.known(by_id)
            if unlisted:
                self.keywords.add((i, by_id[i].search_text, by_id[i].locator) for i in sorted(unlisted))
        return bool(without_vector or unlisted)

    def embed_missing(self, chunks: Sequence[Chunk], progress: EmbedProgress | None = None) -> None:
        """Vectors for texts that have none of this model, stored batch by batch: what is stored is never made again."""
        texts = {c.digest: c.search_text for c in chunks}
        for digest in self.catalogue.embedded(texts, self.embedder.name):
            del texts[digest]
        # Texts of like length together: the engine pads a batch to its longest.
        items = sorted(texts.items(), key=lambda item: len(item[1]))
        for start in range(0, len(items), _EMBED_BATCH):
            some = items[start : start + _EMBED_BATCH]
            self.catalogue.keep_vectors([d for d, _ in some], self.embedder.passages([x for _, x in some]), self.embedder.name)
            if progress:
                progress(min(start + _EMBED_BATCH, len(items)), len(items))
