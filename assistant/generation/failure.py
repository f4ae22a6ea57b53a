"""Why a language model gave nothing usable: one word for the log, and whether the model is to blame for being away."""

from __future__ import annotations

# The model's server is away, overloaded or refuses: these count for the circuit breaker.
AWAY = frozenset({"timeout", "unreachable", "rate_limited", "server_error", "refused"})
_RATE_LIMITED, _FIRST_SERVER_ERROR = 429, 500


class ModelFailed(Exception):
    """`reason` is one of AWAY, or breaker_open, empty, endless, malformed, off_language; `detail` names the error."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail

    @property
    def away(self) -> bool:
        """Whether the server did not answer, rather than answering badly."""
        return self.reason in AWAY


def failure_of(error: BaseException) -> ModelFailed:
    """The reason behind an exception of LangChain or of a provider's library. Its message is not kept: it may hold text."""
    if isinstance(error, ModelFailed):
        return error
    return ModelFailed(_reason(error), type(error).__name__)


def _reason(error: BaseException) -> str:
    # Providers' libraries share no base class; all of them put the HTTP status here.
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return "rate_limited" if status == _RATE_LIMITED else "server_error" if status >= _FIRST_SERVER_ERROR else "refused"
    name = type(error).__name__
    if "Timeout" in name or isinstance(error, TimeoutError):
        return "timeout"
    if "Connect" in name or isinstance(error, OSError):
        return "unreachable"
    return "endless" if name == "LengthFinishReasonError" else "malformed"
