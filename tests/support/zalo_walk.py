"""Prints conversations of the real `bot.py` on both doors of Zalo, against platforms on this machine: the record of the README.

DATA_DIR=… python -m tests.support.zalo_walk
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from tests.support.serving import free_address
from tests.support.shell import ROOT
from tests.support.waiting import meets
from tests.support.zalo_bot_server import ZaloBotServer
from tests.support.zalo_oa_server import APP_ID, APP_SECRET, FIRST_REFRESH, SECRET_KEY, Said, ZaloOaServer, signed

QUIET_SECONDS = 2.5
TO_THE_BOT = ("ai ký quyết định?", "1", "đồng ý", "quyet dinh 127 con hieu luc khong", "1", "👎", "2", "số 9", "xóa dữ liệu")


def show(who: str, text: str) -> None:
    print(f"{who}: " + text.replace("\n", "\n    "), flush=True)


def after(act: Callable[[], object], sent: Sequence[Any]) -> Sequence[Any]:
    """What is sent from now on, until nothing more comes."""
    before = len(sent)
    act()
    meets(lambda: len(sent) > before, 300)
    seen = 0
    while seen != len(sent):
        seen = len(sent)
        time.sleep(QUIET_SECONDS)
    return sent[before:]


def walk_with_the_bot(bot: ZaloBotServer) -> None:
    for text in TO_THE_BOT:
        show("An", text)
        for said in after(lambda text=text: bot.say("an", text), bot.sent):  # type: ignore[misc]
            show("Bot", said.text)


def walk_with_the_account(oa: ZaloOaServer, url: str) -> None:
    def happens(event: Any, what: str) -> Sequence[Said]:
        body, headers = signed(event)
        show("Bình", what)
        told = after(lambda: httpx.post(f"{url}/webhooks/zalo-oa", content=body, headers=headers, trust_env=False), oa.sent)
        for said in told:
            show("OA", said.text + "".join(f"\n[{button['title']}]" for button in said.buttons))
        return told

    notice = happens({**oa.event("binh", what="follow"), "follower": {"id": "binh"}}, "(quan tâm trang)")[0]
    happens(oa.event("binh", notice.payload("Đồng ý")), "[Đồng ý]")
    question = "Kiên Giang giao cơ quan nào chủ trì?"
    answer = happens(oa.event("binh", question), question)[-1]
    happens(oa.event("binh", answer.payload("👍")), "[👍]")
    happens(oa.event("binh", "1"), "1")
    happens(oa.event("binh", "xoá"), "xoá")


def up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def main() -> None:
    url = free_address()
    with ZaloBotServer() as bot, ZaloOaServer() as oa:
        given = {
            "PORT": url.rsplit(":", 1)[1],
            "ZALO_BOT_TOKEN": bot.token,
            "ZALO_BOT_API_BASE": bot.url,
            "ZALO_OA_APP_ID": APP_ID,
            "ZALO_OA_SECRET_KEY": SECRET_KEY,
            "ZALO_OA_APP_SECRET": APP_SECRET,
            "ZALO_OA_REFRESH_TOKEN": FIRST_REFRESH,
            "ZALO_OA_API_BASE": oa.url,
            "ZALO_OAUTH_BASE": oa.url,
            "OPERATOR_NAME": "Sở Khoa học và Công nghệ tỉnh An Giang",
        }
        process = subprocess.Popen([sys.executable, "bot.py"], env={**os.environ, **given}, cwd=ROOT)
        try:
            meets(lambda: up(url), 600)
            walk_with_the_bot(bot)
            walk_with_the_account(oa, url)
            print("rules broken:", bot.broken_rules + oa.broken_rules)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
