#!/usr/bin/env bash
# Runs a Python program on the first Python that is new enough: python.sh check.py
set -euo pipefail
for python in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    exec "$python" "$(dirname "${BASH_SOURCE[0]}")/$1" "${@:2}"
  fi
done
echo "error: packages/django-ecs-kit needs Python 3.10 or newer, as python3 on the PATH." >&2
exit 1
