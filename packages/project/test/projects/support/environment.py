"""A folder with the packages that an image would have: environment.py FOLDER REQUIREMENT...

They are links into the environment that this runs in, of what the requirements need and nothing else, so that a package that a project
doesn't ask for is missing here, as it would be in its image.
"""

import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


def main() -> None:
    folder, *requirements = sys.argv[1:]
    target = Path(folder)
    target.mkdir(parents=True)
    for distribution in closure(requirements):
        for name in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            link = target / name
            if not link.exists():
                link.symlink_to(Path(str(distribution.locate_file(name))).resolve())


def closure(requirements: list[str]) -> list[metadata.Distribution]:
    found: dict[str, metadata.Distribution] = {}
    open_ones, seen = [Requirement(one) for one in requirements], set()
    while open_ones:
        one = open_ones.pop()
        for extra in ("", *one.extras):
            if (one.name.lower(), extra) in seen:
                continue
            seen.add((one.name.lower(), extra))
            distribution = metadata.distribution(one.name)
            found[one.name.lower()] = distribution
            needed = [Requirement(text) for text in distribution.requires or ()]
            open_ones += [
                more for more in needed if more.marker is None or more.marker.evaluate({"extra": extra})
            ]
    return list(found.values())


main()
