import { expect, test } from "vitest";
import schema from "../schema.json" with { type: "json" };

interface Property {
  type?: string;
  items?: Property;
  description?: string;
}
type Properties = Record<string, Property>;

/** All settings of all types, as `AlarmArgs.cpuPercent`. */
const settings: [path: string, property: Property][] = [
  ...Object.entries(schema.types as Record<string, { properties?: Properties }>).flatMap(
    ([token, { properties = {} }]) =>
      /:(BaseContract|Deploy)\w*$/.test(token) ? [] : [[token, properties] as const],
  ),
  ...Object.entries(schema.resources).map(
    ([token, { inputProperties }]) => [token, inputProperties as Properties] as const,
  ),
].flatMap(([token, properties]) =>
  Object.entries(properties).map(([name, property]): [string, Property] => [
    `${token.slice(token.lastIndexOf(":") + 1)}.${name}`,
    property,
  ]),
);

/** Numbers that count things, and so have no unit. */
const COUNTS =
  /\.(min|max|replicas|availabilityZones|processes|threads|concurrency|retries|(un)?healthyThreshold|databaseConnections|ports?|targetPorts|position|band|cpu)$/;

test("a number has its unit in its name, unless it counts things", () => {
  const numbers = settings.filter(([, { type, items }]) => (items?.type ?? type) === "number");
  const names = numbers.map(([path]) => path).filter((path) => !COUNTS.test(path));
  expect(names.length).toBeGreaterThan(20);
  expect(
    names.filter((name) => !/(Seconds|Days|MiB|GiB|Percent|PerMinute|PerFiveMinutes)$/.test(name)),
  ).toEqual([]);
});

test("0 keeps none, or is refused: nothing is kept forever", () => {
  const retentions = settings.filter(([path]) => /[rR]etentionDays$/.test(path));
  const zero = retentions.filter(([, { description = "" }]) => /\b0 to\b/.test(description));
  expect(zero.map(([path]) => path).sort()).toEqual([
    "CacheArgs.snapshotRetentionDays",
    "DatabaseArgs.backupRetentionDays",
  ]);
  for (const [path, { description }] of zero) expect(description, path).toMatch(/\b0 keeps none/);
  for (const [path, { description }] of retentions) expect(description, path).not.toMatch(/for ?ever/);
});
