"""The check: a good project has no findings, and one change of it has exactly its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import celery
import pytest

from check_projects import MUTATIONS, Change, Checker, changed
from support import contract, make_project, run

#: Celery 5.4, which the tests with Django 4.2 have, lacks soft shutdown, and the check says so.
OLD = ["celery-version"] if celery.__version__ < "5.5" else []


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    checker = Checker()
    yield checker
    checker.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("good"))
    run(project, {"DJANGO_SETTINGS_MODULE": "mysite.settings"}, "manage.py", "makemigrations", "mysite")
    return project


def test_a_good_project_has_no_findings(checker: Checker, good: Path) -> None:
    found = checker.ask(good, contract())
    assert (found.problems, found.warnings, found.code) == ([], OLD, 0), found.text


@pytest.mark.parametrize(("changes", "problems", "warnings"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_change_has_its_own_finding(
    changes: list[Change],
    problems: list[str],
    warnings: list[str],
    checker: Checker,
    good: Path,
    tmp_path: Path,
) -> None:
    found = checker.ask(changed(good, tmp_path / "project", *changes), contract())
    asked = [one for one in found.warnings if one not in OLD]
    assert (found.problems, asked, found.code) == (problems, warnings, 3 if problems else 0), found.text
