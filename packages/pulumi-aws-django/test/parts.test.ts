import { describe, expect, test } from "vitest";
import schema from "../schema.json" with { type: "json" };
import { checkDjangoAppArgs, checkDjangoBaseArgs, type DjangoBaseArgs } from "../src/index.ts";
import { recordApp } from "./app/support/recordApp.ts";
import type { Registration } from "./support/record.ts";
import { LEAST, recordBase } from "./support/recordBase.ts";

interface Property {
  type?: string;
  $ref?: string;
}
type Properties = Record<string, Property>;

const types = schema.types as Record<string, { properties?: Properties }>;
/** Objects that are no groups of settings: what the app is on, and what the base is instead of one with a domain. */
const WHOLE = ["base", "trial"];

/** A group of settings, by its path. */
interface Group {
  path: string;
  settings: string[];
}

/** All groups of settings of a component, those inside others too; except what is in a map, whose names say what there is. */
function groupsOf(component: "DjangoBase" | "DjangoApp"): Group[] {
  const below = (properties: Properties, prefix: string): Group[] =>
    Object.entries(properties).flatMap(([name, { $ref = "" }]) => {
      const inner = types[$ref.replace("#/types/", "")]?.properties;
      if (inner === undefined || WHOLE.includes(name)) return [];
      const path = prefix + name;
      return [{ path, settings: Object.keys(inner) }, ...below(inner, `${path}.`)];
    });
  return below(schema.resources[`pulumi-aws-django:index:${component}`].inputProperties as Properties, "");
}

/** Arguments with a value at a path: `{ assets: { cdn: {} } }`. */
function nested(path: string, value: unknown): object {
  return path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

/** What was registered, in an order that doesn't depend on time, but for the component itself, which has the arguments as they were written. */
const madeBy = (recording: { all: Registration[] }) =>
  recording.all
    .filter(({ type }) => !type.startsWith("pulumi-aws-django:"))
    .toSorted((a, b) => (a.urn < b.urn ? -1 : 1));

describe.each([
  {
    component: "DjangoApp" as const,
    off: [
      "alarms",
      "beat",
      "beat.containerHealthCheck",
      "dashboard",
      "database",
      "frontend",
      "frontend.containerHealthCheck",
      "gunicorn.containerHealthCheck",
      "mail",
      "openingHours",
      "serviceDiscovery",
    ],
    made: async (args: object) => madeBy(await recordApp(args)),
    check: (args: object) => checkDjangoAppArgs("alpha", args),
  },
  {
    component: "DjangoBase" as const,
    off: ["assets.cdn", "loadBalancer.accessLogs", "mail", "network.flowLogs", "serviceDiscovery"],
    made: async (args: object) => madeBy(await recordBase(args)),
    check: (args: object) => checkDjangoBaseArgs({ ...LEAST, ...(args as DjangoBaseArgs) }),
  },
])("$component", ({ component, off, made, check }) => {
  const groups = groupsOf(component);
  const parts = groups.filter(({ settings }) => settings.includes("enabled"));

  test("that a group is there means nothing: an empty one is as good as none", async () => {
    for (const { path } of groups) {
      // A group inside another one that is off is refused.
      const outer = parts.find((part) => path.startsWith(`${part.path}.`));
      const without = outer === undefined ? {} : nested(outer.path, { enabled: true });
      const inside = path.slice(path.indexOf(".") + 1);
      const given =
        outer === undefined ? nested(path, {}) : nested(outer.path, { enabled: true, [inside]: {} });
      expect(await made(given), path).toEqual(await made(without));
    }
  });

  test("has these groups that can be turned off", () => {
    expect(parts.map(({ path }) => path).sort()).toEqual(off);
  });

  test("a setting in a group that is off is refused, whichever it is", () => {
    for (const { path, settings } of parts) {
      for (const name of settings.filter((setting) => setting !== "enabled")) {
        const problems = check(nested(path, { enabled: false, [name]: {} }));
        expect(problems.map((problem) => `${problem.path}: ${problem.reason}`)).toContain(
          `${path}: is off, and has ${name}. Write \`${path}.enabled: true\`, or take that out.`,
        );
      }
    }
  });
});
