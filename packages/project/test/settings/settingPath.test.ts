import { expect, test } from "vitest";
import { pulumiPath, settingPath, shownPath } from "../../src/settings/settingPath.ts";

test.each([
  ["gunicorn", "ublog:gunicorn", []],
  ["gunicorn.cpu", "ublog:gunicorn", ["cpu"]],
  ["ublog:gunicorn.cpu", "ublog:gunicorn", ["cpu"]],
  ["aws:region", "aws:region", []],
  ["aliases[0]", "ublog:aliases", [0]],
  ["workers.low-prio.cpu", "ublog:workers", ["low-prio", "cpu"]],
  ['workers["low.prio"].cpu', "ublog:workers", ["low.prio", "cpu"]],
  ['environment["a:b"]', "ublog:environment", ["a:b"]],
])("%s", (text, key, below) => {
  const path = settingPath(text, "ublog");
  expect(path).toEqual({ key, below });
  expect(shownPath(path, "ublog")).toBe(text.replace(/^ublog:/, ""));
  expect(pulumiPath(path)).toBe(text.includes(":") && !text.startsWith("env") ? text : `ublog:${text}`);
});

test.each([
  "",
  ".",
  "gunicorn.",
  "gunicorn..cpu",
  ".cpu",
  "[0]",
  "a b",
  "gunicorn=1",
  "a[x]",
  "a[",
  "ublog:",
  "a.[0]",
  "a:b:c",
])("%j is no path", (text) => {
  expect(() => settingPath(text, "ublog")).toThrow(
    `${JSON.stringify(text)} is not the path of a setting. Write it as gunicorn.cpu, redirectedHostNames[0] or workers["low.prio"].cpu.`,
  );
});
