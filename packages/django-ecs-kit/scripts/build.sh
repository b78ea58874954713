#!/usr/bin/env bash
# Builds what is published, into dist, from the lock of its tools. With a tag as argument it is refused unless that is the version's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version="$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/django_ecs/__init__.py)"
if [ $# -gt 0 ] && [ "$1" != "django-ecs-kit@$version" ]; then
  echo "error: the tag is $1, and src/django_ecs/__init__.py has the version $version. Tag the commit that has the version." >&2
  exit 1
fi
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement requirements/build.txt
"$tools/bin/python" -m hatchling build -d dist
