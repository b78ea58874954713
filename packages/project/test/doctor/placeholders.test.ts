import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { configIn } from "@ublog/pipeline/src/stackFiles.ts";
import { expect, test } from "vitest";
import { isPlaceholder } from "../../src/doctor/placeholders.ts";

test("the domain and the zone of the committed base are known for those of the example", () => {
  const config = configIn(repository, "Pulumi.base.yaml");
  const given = [config["ublog:domainName"], config["ublog:zoneId"]].map(String);
  expect(given.map((value) => [value, isPlaceholder(value)])).toEqual([
    ["example.com", true],
    ["Z0123456789ABCDEFGHIJ", true],
  ]);
});

test.each([
  ["shop.example.org", true],
  ["shop.test", true],
  ["myexample.com", false],
  ["shop.io", false],
  ["Z0ABCDEFGHIJKLMNOPQR", false],
])("%s: %s", (value, is) => {
  expect(isPlaceholder(value)).toBe(is);
});
