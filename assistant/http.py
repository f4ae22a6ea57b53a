"""One ASGI app for everything that comes in by HTTP. This file only puts the parts together.

    app = create_app(assistant)      # any object with the methods of AnswersQuestions
    uvicorn.run(app)

More parts (webhooks, admin pages, metrics) are added by who starts the service: `app.include_router(…)`, `app.mount(…)`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.assets import asset_routes
from assistant.channels.base import AnswersQuestions
from assistant.channels.health import health_routes
from assistant.channels.problems import answer_problems
from assistant.channels.qr import qr_routes
from assistant.channels.security import LastResort, SecurityHeaders
from assistant.channels.web import event_routes, feedback_routes
from assistant.channels.web_ask import ask_routes
from assistant.channels.web_news import news_routes
from assistant.channels.web_page import page_routes
from assistant.channels.web_rights import rights_routes
from assistant.channels.web_site import NO_SITE, Site
from assistant.channels.widget import widget_routes
from assistant.operation.logs import RequestIds

TITLE = "Trợ lý AI – Hỏi đáp chiến lược trí tuệ nhân tạo"


Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    assistant: AnswersQuestions, *, threads: int = 4, queue: int = 64, lifespan: Lifespan | None = None, site: Site = NO_SITE
) -> FastAPI:
    """The app. `threads` questions are answered at a time, `queue` more may wait, the next one gets HTTP 429.

    `lifespan`: what else begins and ends with the app, for example the chat channels. `site`: what pages need beside answers.
    """
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = desk = AnswerDesk(assistant, threads, queue)
    programs = (ask_routes(desk, site), feedback_routes(assistant), event_routes(assistant), health_routes(assistant))
    rights = (rights_routes(site.visitors), news_routes(site.visitors)) if site.visitors else ()
    for routes in (*programs, *rights, page_routes(assistant, desk, site), qr_routes(site), widget_routes(), asset_routes()):
        app.include_router(routes)
    answer_problems(app)
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    return app
