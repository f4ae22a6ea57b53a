"""What `deploy/` promises, compared with what the program does. `make lint` asks the linters that know its files."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from assistant.http import create_app
from assistant.settings import Settings
from bot import app as bot_app
from ingest.__main__ import app as ingest_app
from tests.support.fake_assistant import FakeAssistant
from tests.support.shell import ROOT

DEPLOY = ROOT / "deploy"
FIELDS = {name.upper() for name in Settings.model_fields}
# What images and uvicorn read, beside our own settings.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "FORWARDED_ALLOW_IPS"}


def documents(name: str) -> list[dict[str, Any]]:
    return [d for d in yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")) if d]


def containers() -> list[dict[str, Any]]:
    found = []
    for document in documents("kubernetes/assistant.yaml"):
        spec = document["spec"].get("jobTemplate", document)["spec"].get("template", {}).get("spec", {})
        found += spec.get("containers", [])
    return found


def test_probes_ask_what_the_program_answers() -> None:
    paths = set(create_app(FakeAssistant()).openapi()["paths"])
    [serving] = [c for c in containers() if "readinessProbe" in c]
    asked = {serving[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert asked <= paths
    assert serving["livenessProbe"]["httpGet"]["path"] == "/health/live"  # a database that is away is no reason to kill it
    assert "/health/live" in (DEPLOY / "Dockerfile").read_text()


def test_every_setting_named_is_a_setting() -> None:
    named = {env["name"] for c in containers() for env in c["env"]}
    named |= set(documents("kubernetes/secret.example.yaml")[0]["stringData"])
    named |= set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE))
    named |= set(documents("compose.yaml")[0]["x-app"]["environment"])
    assert named - FIELDS - OTHERS == set()


def test_containers_have_no_rights_and_a_root_that_is_not_written() -> None:
    for container in containers():
        allowed = container["securityContext"]
        assert (allowed["readOnlyRootFilesystem"], allowed["allowPrivilegeEscalation"]) == (True, False)
        assert allowed["capabilities"] == {"drop": ["ALL"]}
    app = documents("compose.yaml")[0]["x-app"]
    assert (app["read_only"], app["cap_drop"]) == (True, ["ALL"])


def test_the_image_has_no_compiler_and_another_user_than_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^USER (?!0|root)\S+$", text, re.MULTILINE)
    assert not re.search(r"\b(gcc|g\+\+|build-essential|make|clang|cargo)\b", re.sub(r"^#.*$", "", text, flags=re.MULTILINE))
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    for copied in ("assistant", "knowledge", "ingest", "bot.py", "pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        assert f"!{copied}" in ignored
        assert (ROOT / copied).exists()


def known(app: typer.Typer) -> set[str]:
    """Its commands and options."""
    command = typer.main.get_command(app)
    return {*getattr(command, "commands", {}), *(name for parameter in command.params for name in parameter.opts)}


def test_units_call_commands_that_exist() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        [command] = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
        assert ".venv/bin/" in command, unit.name
        words = command.split(".venv/bin/", 1)[1].split()
        if words[0] == "python":
            app, asked = (ingest_app, words[3]) if words[1] == "-m" else (bot_app, words[2] if len(words) > 2 else "serve")
            assert asked in known(app), unit.name


def test_nginx_reads_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("nginx is not installed")
    text = (
        (DEPLOY / "nginx.conf")
        .read_text()
        .replace("app-1:", "127.0.0.1:")
        .replace("app-2:", "127.0.0.2:")
        .replace("/dev/std", f"{tmp_path}/")
    )
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\n{text}")
    done = subprocess.run([nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd is not installed")
    for unit in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"/opt/tro-ly-ai/.venv/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "tro-ly-ai" in line] == []
