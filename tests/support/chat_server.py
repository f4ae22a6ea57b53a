"""A loopback server that speaks the OpenAI chat protocol, and misbehaves in every way that a test asks for.

`behaviour(request, reply)` gets the parsed request and decides what comes back: whole texts in small pieces, statuses,
silence, drips without end, broken events. What was asked of the server is kept in `requests`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 12
TOKENS = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}


class Reply:
    """One HTTP response; `over` is set when the test ends, so that nobody waits for ever. `counts`: the client wants to know the tokens."""

    def __init__(self, handler: BaseHTTPRequestHandler, over: threading.Event, counts: bool = False) -> None:
        self._handler = handler
        self.over = over
        self._counts = counts

    def status(self, code: int, **headers: str) -> None:
        """An error, as OpenAI words it."""
        body = json.dumps({"error": {"message": f"status {code}", "type": "test", "code": code}}).encode()
        self._handler.send_response(code)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def begin(self) -> None:
        """The head of an event stream."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.end_headers()

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def piece(self, text: str) -> None:
        """One delta of the answer's text."""
        self._event({"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None})

    def end(self, reason: str = "stop") -> None:
        """The last events of a stream."""
        self._event({"index": 0, "delta": {}, "finish_reason": reason})
        if self._counts:
            self._event(usage=TOKENS)
        self.raw(b"data: [DONE]\n\n")

    def text(self, text: str, reason: str = "stop") -> None:
        """A whole answer in small pieces."""
        self.begin()
        for start in range(0, len(text), PIECE):
            self.piece(text[start : start + PIECE])
        self.end(reason)

    def sentences(self, *written: tuple[str, Iterable[int]]) -> None:
        """A well-formed composed answer: (sentence, numbers of its passages)."""
        self.text(composed(*written))

    def _event(self, *choices: dict[str, Any], **more: Any) -> None:
        event = {"id": "chat-1", "object": "chat.completion.chunk", "created": 0, "model": "loopback", "choices": choices, **more}
        self.raw(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())


Behaviour = Callable[[dict[str, Any], Reply], None]


def composed(*written: tuple[str, Iterable[int]]) -> str:
    """The JSON of a composed answer."""
    return json.dumps({"sentences": [{"sources": list(n), "text": text} for text, n in written], "complete": True}, ensure_ascii=False)


class _Patient(ThreadingHTTPServer):
    """Many may knock at the same moment; the default lets five wait."""

    request_queue_size = 128


class ChatServer:
    """`url` for LLM_BASE_URL; `behaviour` may be changed between questions."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.over = threading.Event()
        self._http = _Patient(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def sent(self, n: int = -1) -> str:
        """Everything that was said to the model in one request."""
        return "\n".join(str(message["content"]) for message in self.requests[n]["messages"])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(request)
                with suppress(BrokenPipeError, ConnectionResetError):
                    server.behaviour(request, Reply(self, server.over, bool(request.get("stream_options", {}).get("include_usage"))))

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        return Handler

    def start(self) -> None:
        """Serve in a thread."""
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Let waiting handlers go, and close."""
        self.over.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def chat_server(behaviour: Behaviour) -> Iterator[ChatServer]:
    """A running server, stopped at the end."""
    server = ChatServer(behaviour)
    server.start()
    try:
        yield server
    finally:
        server.stop()
