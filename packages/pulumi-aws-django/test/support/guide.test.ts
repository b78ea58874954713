import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readGuide, wordsOf } from "./guide.ts";

const PAGE = `# A page

## 1. First

    for one in a b; do
      tool --name $one
    done
    tool copy --from x \\
      --to 'a word' # said aloud

\`\`\`yaml
in:
    a: program
\`\`\`

## 2. Second

\`\`\`sh
tool add ./it
\`\`\`
`;

test("a guide's commands are what is indented or in blocks of sh; a program's lines are none", () => {
  const dir = mkdtempSync(join(tmpdir(), "guide-"));
  try {
    writeFileSync(join(dir, "page.md"), PAGE);
    const guide = readGuide(join(dir, "page.md"));
    expect(guide.commands("1. First")).toEqual([
      "for one in a b; do tool --name $one done",
      "tool copy --from x --to 'a word'",
    ]);
    expect(guide.commands("2. Second")).toEqual(["tool add ./it"]);
    expect(guide.program("1. First", "yaml")).toBe("in:\n    a: program\n");
    expect(() => guide.program("2. Second", "yaml")).toThrow('"2. Second" has 0 programs.');
    expect(wordsOf("tool copy --to 'a word' \"another one\"")).toEqual([
      "tool",
      "copy",
      "--to",
      "a word",
      "another one",
    ]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
