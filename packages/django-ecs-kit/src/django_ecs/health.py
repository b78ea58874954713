"""Looks at the heartbeats of Celery, and imports neither Django nor Celery for it:

python -m django_ecs.health worker --ready
"""

from __future__ import annotations

import argparse
import sys

from django_ecs import heartbeat


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m django_ecs.health",
        description="Exits with 0 if the Celery process of this container is well, with 1 if not.",
    )
    parser.add_argument("process", choices=["worker", "beat"])
    parser.add_argument(
        "--ready",
        action="store_true",
        help="ask whether it takes tasks now, too: a worker that has lost its broker is well, but not ready",
    )
    parser.add_argument(
        "--max-age",
        type=float,
        default=heartbeat.MAX_AGE,
        metavar="SECONDS",
        help="age at which a heartbeat is too old (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    problem = heartbeat.problem(options.process, ready=options.ready, max_age=options.max_age)
    print(problem or f"The {options.process} is well.", file=sys.stderr if problem else sys.stdout)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
