import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { marked, painter } from "../src/paint.ts";
import { tableLines, widthOf, wrap } from "../src/table.ts";

describe("a table", () => {
  const head = ["what", "count", "why"];
  const rows = [
    ["one", 1, "it is short"],
    ["another", 22.5, "it has more to say than what there is room for in one line of a narrow screen"],
  ];

  test("has its columns side by side, numbers to the right", () => {
    expect(tableLines(head, [rows[0] ?? []])).toEqual([
      "what  count  why",
      "────  ─────  ───────────",
      "one       1  it is short",
    ]);
  });

  test("goes on in the next line where a cell is too long for the screen", () => {
    expect(tableLines(head, rows, { width: 50 })).toEqual([
      "what     count  why",
      "───────  ─────  ──────────────────────────────────",
      "one          1  it is short",
      "another   22.5  it has more to say than what there",
      "                is room for in one line of a",
      "                narrow screen",
    ]);
  });

  test("gives the last column lines of its own where it doesn't fit beside the others", () => {
    const long = "https://docs.example.com/a/very/long/address/that/nobody/may/break";
    expect(tableLines(["rule", "source"], [["no-vpc", long]], { width: 60 })).toEqual([
      "rule",
      "    source",
      "──────",
      "no-vpc",
      `    ${long}`,
    ]);
  });

  test("keeps a rehearsal's eight columns side by side", () => {
    const counts = ["created", "changed", "replaced", "deleted", "unchanged", "rolled", "seconds"];
    const row = ["release v1.2.1, the web is unhealthy", 0, 0, 0, 0, 0, 3, "15.4"];
    expect(tableLines(["step", ...counts], [row])).toEqual([
      "step             created  changed  replaced  deleted  unchanged  rolled  seconds",
      "───────────────  ───────  ───────  ────────  ───────  ─────────  ──────  ───────",
      "release v1.2.1,        0        0         0        0          0       3     15.4",
      "the web is",
      "unhealthy",
    ]);
  });

  test("without a rule is as the release tool shows it", () => {
    expect(tableLines(["Process", "State"], [["web", "7"]], { ruled: false })).toEqual([
      "Process  State",
      "web      7",
    ]);
  });

  test("counts characters and not colours, and keeps the lines of a cell", () => {
    const red = painter({ isTTY: true }, {})("red", "no");
    expect(
      tableLines(
        ["a", "b"],
        [
          [red, "x\ny"],
          ["é→–✓", ""],
        ],
      ),
    ).toEqual(["a     b", "────  ─", `${red}    x`, "      y", "é→–✓"]);
  });

  test("with nothing in it is its head", () => {
    expect(tableLines(["a", "b"], [])).toEqual(["a  b", "─  ─"]);
  });

  test("breaks no word, loses none, and fits where every word does", () => {
    const word = fc.string({ minLength: 1, maxLength: 14, unit: fc.constantFrom(..."ab-/:.") });
    const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((columns) =>
          fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
            minLength: 1,
            maxLength: 5,
          }),
        ),
        fc.integer({ min: 40, max: 160 }),
        ([first = [], ...others], width) => {
          const lines = tableLines(first, others, { width, ruled: false });
          const inTable = lines.join(" ").split(/\s+/).sort();
          const given = [first, ...others].flat().join(" ").split(/\s+/).sort();
          expect(inTable.filter(Boolean)).toEqual(given.filter(Boolean));
          expect(lines.filter((line) => line.length > width)).toEqual([]);
        },
      ),
    );
  });
});

test("text is wrapped at words, with its indents", () => {
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrap("one two three", 9, "- ", "  ")).toEqual(["- one two", "  three"]);
  expect(wrap("averylongword x", 5)).toEqual(["averylongword", "x"]);
  expect(wrap("", 5)).toEqual([""]);
});

test.each([
  [{}, {}, 80],
  [{ isTTY: false, columns: 200 }, {}, 80],
  [{ isTTY: false }, { COLUMNS: "120" }, 120],
  [{ isTTY: false }, { COLUMNS: "wide" }, 80],
  [{ isTTY: true, columns: 132 }, { COLUMNS: "60" }, 132],
  [{ isTTY: true, columns: 0 }, {}, 80],
  [{ isTTY: true, columns: 10 }, {}, 40],
])("a screen %j with %j is %i wide", (screen, env, width) => {
  expect(widthOf(screen, env)).toBe(width);
});

describe("colours are for terminals that have them", () => {
  const green = "\u001b[32m✓ done\u001b[39m";
  test.each([
    [true, {}, green],
    [true, { NO_COLOR: "1" }, "✓ done"],
    [true, { NO_COLOR: "" }, green],
    [true, { TERM: "dumb" }, "✓ done"],
    [false, {}, "✓ done"],
    [undefined, {}, "✓ done"],
    [false, { FORCE_COLOR: "1" }, green],
    [false, { FORCE_COLOR: "0" }, "✓ done"],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, "✓ done"],
  ])("isTTY %s, %j", (isTTY, env, shown) => {
    expect(marked(painter({ isTTY }, env), "✓", "done")).toBe(shown);
  });
});
