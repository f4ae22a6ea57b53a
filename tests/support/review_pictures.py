"""Pictures of the pages that close a gap, for docs/images: questions asked in vain, an answer of the office, a run, the settings.

python -m tests.support.review_pictures DATA_DIR FOLDER        DATA_DIR: a copy of one with the starter documents; it is written to
"""

from __future__ import annotations

import shutil
import sys
from itertools import product
from pathlib import Path

from assistant.models import Question
from assistant.records import curated
from assistant.records import review as rows
from assistant.records.accounts import Role
from assistant.records.curated_words import Words
from assistant.records.writing import writing
from knowledge.base import KnowledgeBase
from tests.assistant.curated.conftest import citation_of
from tests.conftest import make_settings
from tests.support.admin import Site, ready, whole_site
from tests.support.browser import browser
from tests.support.shell import ROOT
from tests.support.waiting import meets

ASKED = {
    "Đăng ký tập huấn AI của Sở ở phòng nào?": 7,
    "dang ky tap huan ai cua so o phong nao": 4,
    "Hội thảo AI ở An Giang cuối năm nay có mất phí không?": 3,
    "hoi thao ai an giang cuoi nam co mat phi khong": 2,
    "Trợ cấp học nghề AI cho thanh niên xã được bao nhiêu?": 2,
    "Giá vàng hôm nay bao nhiêu?": 1,
}
ROOM = next(iter(ASKED))
PAGES = {"queue": "/hang-doi", "curated": "/tra-loi-chuan", "answer": "/tra-loi-chuan/1", "cases": "/kiem-thu", "settings": "/cai-dat"}


def fill(site: Site, base: KnowledgeBase) -> None:
    """Questions, an answer in force, one that waits, and a card that somebody took."""
    assert site.desk.assistant is not None
    for question, times in ASKED.items():
        for _ in range(times):
            answer = site.desk.assistant.answer(Question(question, None, "web"))
    site.desk.assistant.record_feedback(answer.answer_id, "down", "Không đúng điều tôi hỏi")
    meets(lambda: rows.open_groups(site.desk.engine)[1] >= sum(ASKED.values()), 120)
    words = Words(ROOM, "Bạn đăng ký tại phòng 203, trụ sở Sở, trong giờ hành chính. [1]", tuple(ASKED)[1:2], (citation_of(base),))
    with writing(site.desk.engine) as db:
        made = curated.create(db, words, "lan.tran")
        curated.submit(db, made, 1, "lan.tran")
        gone = curated.create(db, Words("Ai chủ trì chiến lược AI?", "Bộ Khoa học và Công nghệ chủ trì.", basis="Công văn 12"), "minh.le")
        curated.approve(db, gone, curated.submit(db, gone, 1, "minh.le"), "lan.tran")


def measure(site: Site) -> None:
    """Run the cases, and learn what other thresholds would do."""
    runner = site.desk.runner
    assert runner is not None
    for work in (runner.evaluate, runner.preview_thresholds):
        runner.start(work)
        meets(lambda: not runner.state.running, 900)


def main() -> None:
    """Every page in two widths, light and dark."""
    data, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    base = KnowledgeBase(make_settings(data))
    golden = data / "golden"
    golden.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / "golden" / "facts.jsonl", golden)
    with whole_site(data / "records", base, golden, operator_name="Sở Khoa học và Công nghệ") as site, browser() as chromium:
        fill(site, base)
        measure(site)
        word = site.person("hoa.pham", Role.ADMIN)
        for (width, height), scheme in product(((1440, 900), (768, 1024)), ("light", "dark")):
            page = site.enter(chromium, word, color_scheme=scheme, viewport={"width": width, "height": height})
            for name, path in PAGES.items():
                page.goto(f"{site.url}/admin{path}")
                ready(page)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=folder / f"admin-{name}-{width}-{scheme}.png")
            page.get_by_label("Ngưỡng mới").last.fill("0.30")
            page.get_by_text("Ngưỡng 0,30", exact=True).wait_for()
            page.locator(".card", has_text="Ngưỡng trả lời").screenshot(path=folder / f"admin-threshold-{width}-{scheme}.png")
            page.context.close()
    base.close()


if __name__ == "__main__":
    main()
