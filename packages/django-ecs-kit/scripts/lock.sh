#!/usr/bin/env bash
# Writes the locks anew, with the newest versions that requirements/*.in allow. Needs uv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../requirements"
for row in uv:3.10 django-4.2:3.10 django-5.2:3.10 django-6.0:3.12 django-6.1:3.12 no-celery:3.10; do
  uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
    --python-version "${row#*:}" --custom-compile-command scripts/lock.sh --output-file "${row%:*}.txt" "${row%:*}.in"
done
