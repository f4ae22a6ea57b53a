"""A conversation on Telegram, recorded: `python -m tests.support.telegram_walk` runs the real bot.py against a Bot API on this
machine and prints what a person would see. DATA_DIR should hold ingested documents.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

from tests.support.shell import ROOT
from tests.support.telegram_server import Sent, TelegramServer
from tests.support.waiting import meets
from tests.test_bot import free_port

AN = 42
# What An does, and how many messages are there when the bot has answered. "[Đồng ý" taps that button.
STEPS = (
    ("/start", 2),
    ("[Đồng ý", 3),
    ("quyet dinh 127 con hieu luc khong", 4),
    ("[Xem nguyên văn [1]", 5),
    ("[👎", 6),
    ("[Thiếu", 6),
    ("giá vàng hôm nay?", 7),
    ("/dulieu", 8),
    ("/xoa", 9),
)


def show(sent: Sent) -> None:
    """One message of the bot."""
    file = sent.form.get("document")
    text = f"{sent.text}\n📎 {file[0]}, {len(file[1])} byte" if file else sent.text
    for line in text.splitlines():
        print(textwrap.fill(line, 110, initial_indent="    ", subsequent_indent="    ") if line else "")
    markup = sent.form.get("reply_markup") or {}
    for row in markup.get("inline_keyboard", []):
        print("    " + "  ".join(f"[{key['text']}]" for key in row))


def act(telegram: TelegramServer, step: str, wanted: int) -> list[Sent]:
    """Write or tap, and wait for what comes; messages that were changed in place are returned."""
    if not step.startswith("["):
        telegram.say(AN, step)
        meets(lambda: len(telegram.sent) == wanted, 200)
        return []
    label, before = step[1:], len(telegram.sent)
    tapped = next(sent for sent in reversed(telegram.sent) if any(key["text"].startswith(label) for key in sent.buttons))
    edits = tapped.edits
    telegram.tap(tapped, label)
    meets(lambda: tapped.edits > edits or len(telegram.sent) == wanted > before, 200)
    return [tapped] if tapped.edits > edits else []


def main() -> None:
    """Play the steps."""
    with TelegramServer() as telegram:
        settings = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_BASE": telegram.url, "PORT": str(free_port())}
        bot = subprocess.Popen([sys.executable, str(ROOT / "bot.py")], env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
        for step, wanted in STEPS:
            before = len(telegram.sent)
            print(f"\nAn: {step}{']' * step.startswith('[')}\n")
            edited = act(telegram, step, wanted)
            for sent in [*edited, *telegram.sent[before:]]:
                show(sent)
                print()
        bot.send_signal(signal.SIGINT)
        bot.wait(60)
        print("broken rules:", telegram.broken_rules)


if __name__ == "__main__":
    main()
