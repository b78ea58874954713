import { expect, test } from "vitest";
import { lockIn, lockReport } from "../src/lock.ts";

const bucket = `error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  s3://state/.pulumi/locks/organization/ublog/alpha/0f5f.json?region=us-east-1: created by runner@fv-az1-2 (pid 1999) at 2026-11-20T10:00:00Z
`;
const cloud =
  "error: [409] Conflict: Another update is currently in progress.\nTo learn more about possible reasons…";

test("the lock of a bucket tells who holds it and since when", () => {
  expect(lockIn(bucket)).toEqual({
    holder: "runner@fv-az1-2 (pid 1999)",
    since: new Date("2026-11-20T10:00:00Z"),
  });
});

test("the lock of Pulumi Cloud doesn't", () => {
  expect(lockIn(cloud)).toEqual({});
});

test.each(["", "error: update failed", "created by me@here (pid 1) at 2026-11-20T10:00:00Z"])(
  "%j is no lock",
  (text) => {
    expect(lockIn(text)).toBeUndefined();
  },
);

test.each([
  ["2026-11-20T10:05:30Z", "5 min ago"],
  ["2026-11-20T11:59:59Z", "119 min ago"],
  ["2026-11-20T12:00:00Z", "2 h ago"],
  ["2026-11-22T09:59:00Z", "47 h ago"],
  ["2026-11-22T10:00:00Z", "2 days ago"],
  ["2026-11-20T09:00:00Z", "0 min ago"],
])("at %s it is %s", (now, age) => {
  const since = new Date("2026-11-20T10:00:00Z");
  expect(lockReport("alpha", { holder: "a@b (pid 1)", since }, new Date(now)).split("\n")[0]).toBe(
    `### \`alpha\` is locked by \`a@b (pid 1)\`, since 2026-11-20T10:00:00.000Z (${age})`,
  );
});

test("the report has the command that clears it", () => {
  const report = lockReport("alpha", {}, new Date());
  expect(report.split("\n")[0]).toBe("### `alpha` is locked");
  expect(report).toContain("pulumi cancel --yes --stack alpha\n");
});
