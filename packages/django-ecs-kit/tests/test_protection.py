"""Scale-in protection, against a stand-in of ECS's agent that notes what it is asked."""

from __future__ import annotations

import http.server
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from django_ecs import protection
from django_ecs.protection import protected
from support import environment, free_port


class Agent:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self.answer: dict[str, Any] | str = {"protection": {}}
        agent = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                assert self.path == "/api/1/task-protection/v1/state"
                assert self.headers["Content-Type"] == "application/json"
                agent.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(agent.status)
                self.end_headers()
                answer = agent.answer
                self.wfile.write((answer if isinstance(answer, str) else json.dumps(answer)).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)


ON = {"ProtectionEnabled": True}
OFF = {"ProtectionEnabled": False}


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Agent]:
    agent = Agent()
    thread = threading.Thread(target=agent.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("ECS_AGENT_URI", f"http://127.0.0.1:{agent.server.server_port}/api/1")
    yield agent
    agent.server.shutdown()
    thread.join()
    agent.server.server_close()


def test_on_and_off(agent: Agent) -> None:
    @protected(minutes=30)
    def work(number: int) -> int:
        assert agent.asked == [{**ON, "ExpiresInMinutes": 30}]
        return number

    assert work(7) == 7
    assert agent.asked == [{**ON, "ExpiresInMinutes": 30}, OFF]


def test_an_error_ends_it_too(agent: Agent) -> None:
    with pytest.raises(RuntimeError), protected():
        raise RuntimeError
    assert agent.asked == [{**ON, "ExpiresInMinutes": 120}, OFF]


def test_it_lasts_until_the_last_process_of_the_container_is_done(agent: Agent, state: Path) -> None:
    variables = {"DJANGO_ECS_STATE": str(state), "ECS_AGENT_URI": os.environ["ECS_AGENT_URI"]}
    code = "from django_ecs.protection import protected\nwith protected(60):\n    print('in', flush=True)\n    input()"
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"in\n"
    with protected(30):
        pass
    assert agent.asked == [{**ON, "ExpiresInMinutes": 60}] * 3
    # It is killed: nothing of it is left for the next.
    other.kill()
    other.communicate()
    with protected(30):
        pass
    assert agent.asked[3:] == [{**ON, "ExpiresInMinutes": 30}, OFF]


DENIED = {
    "requestID": "12345",
    "error": {
        "Arn": "arn:aws:ecs:eu-central-1:111122223333:task/a/1",
        "Code": "AccessDeniedException",
        "Message": "User: arn:aws:sts::111122223333:assumed-role/a/1 is not authorized to perform: ecs:UpdateTaskProtection",
    },
}
BUSY = {"error": {"Code": "ServerException", "Message": "Not now"}}
NO_RIGHT = (
    "The task's role lacks ecs:UpdateTaskProtection, which `kit: true` under `django` gives it in the stack."
)


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (400, DENIED, NO_RIGHT),
        (500, BUSY, "ECS says: ServerException: Not now."),
        (200, {"failure": {"Reason": "TASK_NOT_VALID"}}, "ECS says: TASK_NOT_VALID."),
        (404, {}, "The agent's answer was 404 Not Found."),
        (200, "no JSON", "The agent's answer was 'no JSON'."),
        (200, '"no object"', "The agent's answer was '\"no object\"'."),
    ],
)
def test_where_ecs_refuses_the_work_goes_on_and_the_log_says_it_once(
    agent: Agent, status: int, answer: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    agent.status, agent.answer = status, answer
    done = []
    with caplog.at_level(logging.WARNING):
        for number in range(2):
            with protected():
                done.append(number)
    line = f"Scale-in and deployments may stop this task: it isn't protected. {reason} The work goes on."
    assert (done, caplog.messages) == ([0, 1], [line])


def test_a_refusal_after_a_success_is_said_again(agent: Agent, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for status, answer in ((400, DENIED), (200, {"protection": {}}), (400, DENIED)):
            agent.status, agent.answer = status, answer
            with protected():
                pass
    assert len(caplog.messages) == 2


def test_an_agent_that_is_gone_stops_no_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ECS_AGENT_URI", f"http://127.0.0.1:{free_port()}")
    with caplog.at_level(logging.WARNING), protected():
        pass
    [line] = caplog.messages
    assert "The agent didn't answer: <urlopen error [Errno 111] Connection refused>." in line


def test_outside_of_ecs_it_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection.urllib.request, "urlopen", None)
    with protected():
        pass


@pytest.mark.parametrize("minutes", [0, 2881])
def test_longer_than_ecs_protects_is_refused(minutes: int) -> None:
    with (
        pytest.raises(ValueError, match=rf"^minutes is {minutes}\. Write a number between 1 and 2880\.$"),
        protected(minutes),
    ):
        pass
