"""A portal of an agency on another origin, with a strict Content-Security-Policy, that pastes the widget's one line."""

from __future__ import annotations

from html import escape

from tests.support.loopback import Answer, LoopbackServer, Request


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
        """The page; nothing else is there."""
        if request.path != "/":
            return 204, {}, b""
        data = "".join(f' data-{name}="{escape(value)}"' for name, value in self.data.items())
        page = (
            '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<script src="{self.widget}/widget.js" async{data}></script></head>'
            "<body><header><h1>Cổng thông tin điện tử</h1></header><main><p>Nội dung của cổng.</p>"
            '<p><a id="before" href="#x" data-tro-ly-ai-open>Hỏi trợ lý</a></p></main></body></html>'
        )
        return 200, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": self.policy}, page.encode()
