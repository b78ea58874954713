import { expect, test } from "vitest";
import { pricedSettings, used } from "../../../../stacks/test/everySetting/settings.ts";
import { variants } from "../../src/cost/variants.ts";
import { stackConfig } from "../../src/programs/stacks.ts";

/** Settings whose price isn't the stack's: that of something else, or of what is left when the stack is gone. */
const priceElsewhere = {
  base: [
    "kmsKeyArn",
    "loadBalancer.webAclArn",
    "database.engineLifecycleSupport=open-source-rds-extended-support",
    "database.finalSnapshot",
    "assets.cdn.webAclArn",
  ],
  alpha: ["volumes.*.fileSystemId"],
};

test.each([
  ["base", "DjangoBase"],
  ["alpha", "DjangoApp"],
] as const)("every setting of %s whose description names a price has a variant", (stack, component) => {
  const args = [
    ...variants.filter((variant) => variant.stack === stack).map(({ settings }) => nested(settings)),
    ...Object.entries(stackConfig(stack)[0]).map(([path, value]) => nested({ [path]: parsed(value) })),
  ];
  const priced = pricedSettings(component);
  const shown = new Set(args.flatMap((one) => used(priced, one)));
  expect(priced.length).toBeGreaterThan(3);
  expect(priced.filter((setting) => !shown.has(setting))).toEqual(priceElsewhere[stack]);
});

/** The value that a program reads: JSON, or a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `{ "ublog:network.nat": "none" }` as `{ network: { nat: "none" } }`. */
function nested(settings: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(settings)) {
    const names = path.replace(/^ublog:/, "").split(".");
    const last = names.pop() ?? "";
    let inner = result;
    for (const name of names) {
      inner[name] ??= {};
      inner = inner[name] as Record<string, unknown>;
    }
    inner[last] = value;
  }
  return result;
}
