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
  const data = base85(deflateSync(script, { level: 9 }));
  return `import base64, zlib; exec(compile(zlib.decompress(base64.b85decode("${data}")), "check.py", "exec"))`;
}

/** The letters of Python's base85, which neither Python nor JSON escapes. */
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/** Python's `base64.b85encode`: five letters for four bytes, where base64 has more. */
function base85(data: Buffer): string {
  const missing = -data.length & 3;
  const padded = Buffer.concat([data, Buffer.alloc(missing)]);
  let text = "";
  for (let at = 0; at < padded.length; at += 4) {
    const word = padded.readUInt32BE(at);
    for (let place = 85 ** 4; place >= 1; place /= 85) text += LETTERS[Math.floor(word / place) % 85];
  }
  return text.slice(0, text.length - missing);
}
