import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";

/** The check's one home is the kit's file; the published package has a copy of it in `dist`. */
const PLACES = ["../check.py", "../../../django-ecs-kit/src/django_ecs/check.py"];

/** A script that is longer, in bytes, is carried compressed: a task definition holds 64 KiB in all. A short one can be read in AWS's console. */
const LONGEST_PLAIN = 24 * 1024;

/** The Python program that asks an image whether it fits the stack. */
export function checkScript(): string {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined)
    throw new Error(`This app-update has no check.py beside it (${files[0]}): install it again.`);
  return readFileSync(file, "utf8");
}

/** The arguments of `python` that run a script in one line, with facts for it. */
export function checkArguments(script: string, facts: object): string[] {
  return [
    "-c",
    Buffer.byteLength(script) > LONGEST_PLAIN ? compressed(script) : script,
    JSON.stringify(facts),
  ];
}

function compressed(script: string): string {
  const data = deflateSync(script, { level: 9 }).toString("base64");
  return `import base64, zlib; exec(compile(zlib.decompress(base64.b64decode("${data}")), "check.py", "exec"))`;
}
