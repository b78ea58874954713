"""The wheel that users install."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from support import PACKAGE


def test_it_has_every_module_and_the_types(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=PACKAGE, check=True, capture_output=True)
    [wheel] = tmp_path.glob("django_ecs_kit-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as files:
        names = {name for name in files.namelist() if not name.split("/")[0].endswith(".dist-info")}
    source = PACKAGE / "src"
    assert names == {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "django_ecs/py.typed" in names
