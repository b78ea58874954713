import { expect, test } from "vitest";
import { nearest } from "../src/nearest.ts";

test.each([
  ["gunicron", ["gunicorn", "beat"], "gunicorn"],
  ["GUNICORN", ["gunicorn", "beat"], "gunicorn"],
  ["beet", ["gunicorn", "beat"], "beat"],
  ["frontend", ["gunicorn", "beat"], undefined],
  // Of two letters one may be wrong, and not both.
  ["ab", ["ac"], "ac"],
  ["ab", ["cd"], undefined],
  ["mail", [], undefined],
])("%s among %j is %s", (word, candidates, found) => {
  expect(nearest(word, candidates)).toBe(found);
});

test("what stands before the last colon decides only between names that are as near", () => {
  const tokens = ["aws:ecs/cluster:Cluster", "aws:rds/cluster:Cluster", "aws:rds/instance:Instance"];
  expect(nearest("aws:rds/cluster:Clustr", tokens)).toBe("aws:rds/cluster:Cluster");
  expect(nearest("aws:rds/cluster:Nothing", tokens)).toBeUndefined();
});
