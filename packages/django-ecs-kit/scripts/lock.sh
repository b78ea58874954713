#!/usr/bin/env bash
# Writes the locks anew, with the newest versions that requirements/*.in allow. Needs uv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../requirements"
for row in uv:3.10 build:3.10 django-4.2:3.10 django-5.2:3.10 django-6.0:3.12 django-6.1:3.12 no-celery:3.10; do
  # Dependabot takes the options from the head of the lock.
  command="scripts/lock.sh, with --universal --python-version ${row#*:}"
  uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
    --python-version "${row#*:}" --custom-compile-command "$command" --output-file "${row%:*}.txt" "${row%:*}.in"
done
