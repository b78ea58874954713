#!/bin/sh
# Writes requirements.txt anew, with the newest versions that requirements.in allows. Needs uv.
set -eu
cd "$(dirname "$0")"
uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
  --python-version 3.10 --custom-compile-command ./lock.sh --output-file requirements.txt requirements.in
