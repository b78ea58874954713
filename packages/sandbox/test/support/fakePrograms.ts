import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a shell script and answers with its path. */
export function script(path: string, ...lines: string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

/** A `pulumi` that only knows its version, with a language host beside it. */
export function fakePulumi(folder: string, version: string, host = true): string {
  if (host) script(join(folder, "pulumi-language-nodejs"), "exit 0");
  return script(join(folder, "pulumi"), `echo ${version}`);
}

/**
 * A `go` that "builds" a `pulumi` of the pinned version at once: it writes one shell script for another. What it was
 * called with is kept in `calls` beside it.
 */
export function fakeGo(folder: string, version = "go1.26.0", toolchain = "auto"): string {
  return script(
    join(folder, "go"),
    `echo "$* CGO_ENABLED=$CGO_ENABLED GOFLAGS=$GOFLAGS GOWORK=$GOWORK GOOS=$GOOS" >> "$(dirname "$0")/calls"`,
    `if [ "$1" = env ]; then echo ${version}; echo ${toolchain}; exit 0; fi`,
    `while [ "$1" != -o ]; do shift; done`,
    `printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"; chmod +x "$2"`,
    `echo github.com/some/package >&2`,
  );
}
