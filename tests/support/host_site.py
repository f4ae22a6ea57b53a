"""A portal of an agency on another origin, with a strict Content-Security-Policy, that pastes the widget's one line."""

from __future__ import annotations

from html import escape

from tests.support.loopback import Answer, LoopbackServer, Request

STYLE = """
body { margin: 0; color: #1d2b22; font: 1.0625rem/1.6 system-ui, "Noto Sans", sans-serif; }
header { padding: 1.25rem 2rem; background: #0b6b39; color: #ffffff; }
h1 { margin: 0; font-size: 1.375rem; }
main { max-width: 38rem; padding: 1rem 2rem; }
"""


class HostSite(LoopbackServer):
    """`widget` is the address of our service; the policy names it twice, and nothing else of other sites."""

    def __init__(self, widget: str, **data: str) -> None:
        super().__init__()
        self.widget = widget
        self.data = data
        self.policy = (
            f"default-src 'none'; script-src 'self' {widget}; frame-src {widget}; style-src 'self'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        )

    async def handle(self, request: Request) -> Answer:
        """The page and its style sheet; nothing else is there."""
        if request.path == "/site.css":
            return 200, {"Content-Type": "text/css"}, STYLE.encode()
        if request.path != "/":
            return 204, {}, b""
        data = "".join(f' data-{name}="{escape(value)}"' for name, value in self.data.items())
        page = (
            '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>'
            '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/site.css">'
            f'<script src="{self.widget}/widget.js" async{data}></script></head>'
            "<body><header><h1>Cổng thông tin điện tử</h1></header><main><h2>Chuyển đổi số</h2>"
            "<p>Thông tin về chiến lược trí tuệ nhân tạo và việc triển khai ở địa phương.</p>"
            '<p><a id="before" href="#x" data-tro-ly-ai-open>Hỏi trợ lý</a></p></main></body></html>'
        )
        return 200, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": self.policy}, page.encode()
