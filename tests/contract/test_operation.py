"""Backup, restore, verify and the move from SQLite to servers, by the commands people type."""

from __future__ import annotations

import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.models import Answer, Status
from assistant.operation.backup import BadBackup, back_up, own_files, restore
from assistant.operation.databases import Differs, NotEmpty
from assistant.records.channel_records import ChannelRecords
from assistant.records.log import QuestionLog
from assistant.records.writing import writing
from assistant.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.search import search
from knowledge.verify import verify
from tests.contract.conftest import EMBEDDED, SERVERS, Place, place_of
from tests.support.papers import paper, publish
from tests.support.shell import ROOT, run

BOT = str(ROOT / "bot.py")
PAPER = paper("a", "Chiến lược quốc gia về trí tuệ nhân tạo", "Lấy mẫu phân bón nhập khẩu", issued_on=date(2021, 1, 26))


def live_in(settings: Settings) -> None:
    """Two releases, a question with its answer and a remark on it, a chat that agreed, and a golden question."""
    base = KnowledgeBase(settings)
    publish(base, PAPER)
    publish(base, paper("b", "Hội thảo khởi nghiệp"))
    base.close()
    log = QuestionLog.open(settings.resolved_records_url)
    answer = Answer("a1", Status.ANSWERED, "trả lời “đủ dấu” 👍", date(2026, 11, 22), 2)
    log.write(answer, channel="web", question="hỏi?", understood_as="hỏi", passages=[{"score": 1e-05}], error=None)
    log.add_feedback("a1", "up", "tốt")
    log.close()
    records = ChannelRecords.open(settings.resolved_records_url, settings.data_dir)
    with writing(records.engine) as db:
        records.chats.agree("telegram", records.seal.pseudonym("telegram", "4711"), "4711")(db)
    records.close()
    (settings.data_dir / "golden").mkdir(exist_ok=True)
    (settings.data_dir / "golden" / "own.jsonl").write_text("{}\n")


def assert_alive(settings: Settings) -> None:
    """All of that is there, and the place goes on working: numbers of new rows are beyond those of old ones."""
    base = KnowledgeBase(settings)
    assert [f for f in verify(base) if not f.whole] == []
    assert search(base, "tri tue nhan tao").passages[0].document.issued_on == date(2021, 1, 26)
    assert publish(base, paper("c", "Văn bản về sau")) == 3
    base.close()
    log = QuestionLog.open(settings.resolved_records_url)
    log.add_feedback("a1", "down", None)
    log.close()
    engine = create_engine(settings.resolved_records_url)
    with engine.connect() as db:
        assert db.execute(text("SELECT text FROM turns")).scalar_one() == "trả lời “đủ dấu” 👍"
        assert db.execute(text("SELECT count(*) FROM chats")).scalar_one() == 1
        assert db.execute(text("SELECT count(*) FROM asked_words")).scalar_one() == 1
    engine.dispose()


@pytest.mark.parametrize("kind", [EMBEDDED, SERVERS])
@pytest.mark.parametrize("to", [EMBEDDED, SERVERS])
def test_a_backup_restores_into_an_empty_place_of_either_kind(kind: str, to: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source, file = place_of(kind, tmp_path / "from", request).settings(), tmp_path / "backup.zip"
    live_in(source)
    done = back_up(source, file)
    assert done.rows > 10
    assert done.files == 1
    assert file.stat().st_mode & 0o77 == 0
    secret = (source.data_dir / "privacy.key").read_text()
    with zipfile.ZipFile(file) as archive:
        assert secret.encode() not in b"".join(archive.read(name) for name in archive.namelist())
    target = place_of(to, tmp_path / "to", request).settings()
    restored = restore(target, file)
    assert (restored.tables, restored.rows, restored.right_key) == (done.tables, done.rows, None)
    (target.data_dir / "privacy.key").write_text(secret)
    assert_alive(target)
    with pytest.raises(NotEmpty):
        restore(target, file)


def test_a_backup_is_one_moment_while_others_write(place: Place, tmp_path: Path) -> None:
    """Every answer logged has its remark in the same transaction; a backup that saw half of that would hold one more of either."""
    settings = place.settings()
    live_in(settings)
    engine = QuestionLog.open(settings.resolved_records_url).engine
    stop = threading.Event()

    def write_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with writing(engine) as db:
                for table in ("marks", "links"):
                    column = "until" if table == "marks" else "used_at"
                    more = ", action" if table == "links" else ""
                    value = ", 'x'" if table == "links" else ""
                    statement = f"INSERT INTO {table} (code, {column}{more}) VALUES ('n{number}', '2026-11-22 00:00:00.000000'{value})"
                    db.execute(text(statement))

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for n in range(3):
            back_up(settings, tmp_path / f"{n}.zip")
    finally:
        stop.set()
        writer.join()
    engine.dispose()
    for n in range(3):
        with zipfile.ZipFile(tmp_path / f"{n}.zip") as archive:
            marks, links = (archive.read(f"tables/assistant/{name}.jsonl").count(b"n") for name in ("marks", "links"))
            rows = [archive.read(f"tables/assistant/{name}.jsonl").count(b"\n") for name in ("marks", "links")]
        assert rows[0] == rows[1] > 0
        assert marks
        assert links


def test_the_commands_move_an_installation_to_servers(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = place_of(EMBEDDED, tmp_path, request)
    settings = place.settings()
    live_in(settings)
    servers = place_of(SERVERS, tmp_path, request)
    moved = run(settings.data_dir, BOT, "migrate-data", **servers.environment)
    assert moved.returncode == 0, moved.stdout + moved.stderr
    assert "Mọi chỉ mục khớp với danh mục" in moved.stdout
    again = run(settings.data_dir, BOT, "migrate-data", **servers.environment)
    assert (again.returncode, "đã có dữ liệu" in again.stderr) == (1, True)
    nowhere = run(settings.data_dir, BOT, "migrate-data")
    assert (nowhere.returncode, "PostgreSQL" in nowhere.stderr) == (1, True)
    assert_alive(settings.model_copy(update=servers.fields))


def test_a_damaged_backup_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source = Place(EMBEDDED, tmp_path / "from").settings()
    live_in(source)
    back_up(source, tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            bad.writestr(name, content.replace("khởi nghiệp".encode("ascii", "backslashreplace"), b"khac") if "chunks" in name else content)
    (tmp_path / "half.zip").write_bytes((tmp_path / "whole.zip").read_bytes()[:3000])
    target = Place(EMBEDDED, tmp_path / "to").settings()
    for name, error, word in (("bad.zip", Differs, "chunks"), ("half.zip", BadBackup, "zip")):
        with pytest.raises(error, match=word):
            restore(target, tmp_path / name)
    good = run(target.data_dir, BOT, "restore", str(tmp_path / "whole.zip"))
    assert good.returncode == 0, good.stderr
    assert "privacy.key" in good.stderr
    assert "khớp" in good.stdout
    refused = run(target.data_dir, BOT, "restore", str(tmp_path / "half.zip"))
    assert (refused.returncode, "không phải bản sao lưu" in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


def test_verify_tells_an_index_that_is_not_what_the_catalogue_says(place: Place) -> None:
    settings = place.settings()
    live_in(settings)
    base = KnowledgeBase(settings)
    base.view()
    chunk = PAPER[1][0].chunk_id
    base.vectors.add([(chunk, base.embedder.query("một câu khác"))])
    base.keywords.remove([PAPER[1][1].chunk_id])
    assert {f.what.split(":")[0] for f in verify(base) if not f.whole} == {"vectors", "keywords"}
    base.close()


def test_caches_locks_databases_and_the_key_are_no_files_of_ones_own(tmp_path: Path) -> None:
    for name in ("vectors/x", "cache/x", "privacy.key", "a.sqlite3", "x.lock", "run/x", "uploads/giấy.pdf", "golden/own.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in own_files(tmp_path)] == ["golden/own.jsonl", "uploads/giấy.pdf"]
