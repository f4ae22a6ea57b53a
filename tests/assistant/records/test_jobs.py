"""Long work goes on in a thread, and everybody can see how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from assistant.records.job_tables import jobs as t
from assistant.records.jobs import Job, Jobs, Progress
from assistant.records.log import QuestionLog


def ended(jobs: Jobs, number: int) -> Job:
    return until(jobs, number, lambda job: job.ended_at is not None)


def until(jobs: Jobs, number: int, wanted: Callable[[Job], bool]) -> Job:
    give_up = time.monotonic() + 30
    while (job := jobs.get(number)) is None or not wanted(job):
        assert time.monotonic() < give_up
        time.sleep(0.01)
    return job


def test_work_is_done_in_order_and_seen_from_another_process(question_log: QuestionLog) -> None:
    jobs, elsewhere = Jobs(question_log.engine), Jobs(question_log.engine)
    go_on, done = threading.Event(), []

    def work(progress: Progress) -> dict[str, object]:
        progress("read", 3, 3)
        go_on.wait(30)
        done.append("first")
        return {"release": 2}

    first = jobs.begin("publish", "3 tệp", "an", work)
    second = jobs.begin("check", "", "an", lambda _: {"after": list(done)})
    seen = until(elsewhere, first, lambda job: job.step == "read")
    assert (seen.done, seen.total, seen.running, seen.account) == (3, 3, True, "an")
    go_on.set()
    assert ended(elsewhere, first).report == {"release": 2}
    assert ended(elsewhere, second).report == {"after": ["first"]}
    assert [job.id for job in jobs.recent("publish", "check")] == [second, first]
    assert jobs.recent("approve") == []


def test_what_went_wrong_is_told_and_the_next_work_is_done(question_log: QuestionLog) -> None:
    jobs = Jobs(question_log.engine)

    def refused(_: Progress) -> dict[str, object]:
        raise ValueError("Chưa có nguồn nào.")

    def broken(_: Progress) -> dict[str, object]:
        raise RuntimeError("secret path")

    numbers = [jobs.begin("sources", "", "an", work) for work in (refused, broken, lambda _: {})]
    assert [ended(jobs, number).problem for number in numbers] == ["Chưa có nguồn nào.", "", None]


def test_work_of_a_process_that_died_is_lost(question_log: QuestionLog) -> None:
    jobs = Jobs(question_log.engine)
    number = jobs.begin("publish", "", "an", lambda _: {})
    ended(jobs, number)
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    with question_log.engine.begin() as db:
        db.execute(update(t).values(ended_at=None, alive_at=long_ago))
    job = jobs.get(number)
    assert job is not None
    assert (job.lost, job.running) == (True, False)
