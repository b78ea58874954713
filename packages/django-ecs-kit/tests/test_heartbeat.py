"""Heartbeats as files, and the command that looks at them."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from django_ecs import health, heartbeat
from support import readme_blocks


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = health.main(list(arguments))
    return (code, *capsys.readouterr())


def age(state: Path, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(state / name, (then, then))


WELL = (0, "The worker is well.\n", "")


def test_a_worker_from_start_to_end(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "worker") == (1, "", f"The worker has no heartbeat in {state}.\n")
    heartbeat.begin("worker")
    starting = (1, "", "The worker isn't ready yet: it loads, or can't reach its broker.\n")
    assert [asked(capsys, "worker"), asked(capsys, "worker", "--ready")] == [starting, starting]
    heartbeat.beat("worker")
    assert [asked(capsys, "worker"), asked(capsys, "worker", "--ready")] == [WELL, WELL]
    heartbeat.wait("worker")
    assert asked(capsys, "worker") == WELL
    assert asked(capsys, "worker", "--ready") == (1, "", "The worker has lost its broker and waits for it.\n")
    heartbeat.beat("worker")
    assert asked(capsys, "worker", "--ready") == WELL
    heartbeat.beat("worker", ready=False)
    heartbeat.begin("worker")
    assert asked(capsys, "worker") == starting
    heartbeat.forget("worker")
    assert list(state.iterdir()) == []


def test_a_loop_that_stands_still(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heartbeat.beat("beat")
    age(state, "beat-alive", 100)
    age(state, "beat-ready", 200)
    assert asked(capsys, "beat") == (1, "", "The beat's last heartbeat is 100 s old, more than 60 s.\n")
    assert asked(capsys, "beat", "--ready")[2] == "The beat's last heartbeat is 200 s old, more than 60 s.\n"
    assert asked(capsys, "beat", "--max-age", "150")[0] == 0


def test_memory_is_where_heartbeats_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DJANGO_ECS_STATE")
    monkeypatch.setattr(heartbeat.os, "access", lambda path, mode: False)
    monkeypatch.setattr(heartbeat.tempfile, "gettempdir", lambda: str(tmp_path))
    assert heartbeat.folder() == tmp_path / "django-ecs"


@pytest.mark.parametrize("process", ["worker", "beat"])
def test_the_readmes_line_for_a_shell_says_the_same(process: str, state: Path) -> None:
    [line] = [block.strip() for block in readme_blocks("sh") if block.startswith("find ")]
    line = line.replace("/dev/shm/django-ecs", str(state)).replace("worker", process)

    def well() -> bool:
        done = subprocess.run(["sh", "-c", line], check=False, stderr=subprocess.DEVNULL)
        assert (done.returncode == 0) == (heartbeat.problem(process) is None)
        return done.returncode == 0

    assert not well()
    heartbeat.begin(process)
    assert not well()
    heartbeat.beat(process)
    assert well()
    age(state, f"{process}-alive", 130)
    assert not well()
    heartbeat.wait(process)
    assert well()
