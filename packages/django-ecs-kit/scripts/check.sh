#!/usr/bin/env bash
# Runs check.py on the first Python that is new enough.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
for python in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    exec "$python" "$here/check.py"
  fi
done
echo "error: packages/django-ecs-kit needs Python 3.10 or newer, as python3 on the PATH." >&2
exit 1
