import { describe, expect, it } from "vitest";
import { parseConfig, type RawConfig } from "../config.ts";

function raw(stack: string, settings: Record<string, unknown>, others: Partial<RawConfig> = {}): RawConfig {
  const values = Object.entries(settings).map(([key, value]) => [
    key.includes(":") ? key : `ublog:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    project: "ublog",
    stack,
    values: { "aws:region": "us-east-1", ...Object.fromEntries(values) },
    secretKeys: [],
    regionInEnvironment: false,
    ...others,
  };
}

const base = (settings: Record<string, unknown> = {}) =>
  raw("base", { program: "base", domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ", ...settings });
const app = (settings: Record<string, unknown> = {}, others: Partial<RawConfig> = {}) =>
  raw("alpha", { program: "app", base: "base", ...settings }, others);

/** The lines about settings in the message that a config is refused with. */
function refusal(config: RawConfig): string[] {
  try {
    parseConfig(config);
  } catch (error) {
    const { message, name } = error as Error & { __pulumiRunError?: boolean };
    expect(error, name).toMatchObject({ __pulumiRunError: true });
    const [first, ...lines] = message.split("\n");
    const count = lines.length === 1 ? "1 setting" : `${lines.length} settings`;
    expect(first).toBe(`Pulumi.${config.stack}.yaml: ${count} can't be used; nothing was changed.`);
    return lines.map((line) => line.replace(/^ {2}/, ""));
  }
  throw new Error("the config was taken");
}

describe("a config that is right", () => {
  it("becomes the arguments of DjangoBase", () => {
    expect(parseConfig(base({ database: { allocatedStorage: 30 }, mail: {} }))).toEqual({
      program: "base",
      stack: "base",
      args: {
        domainName: "example.com",
        zoneId: "Z0123456789ABCDEFGHIJ",
        database: { allocatedStorage: 30 },
        mail: {},
      },
    });
  });

  it("becomes the arguments of DjangoApp, and the base it stands on", () => {
    expect(parseConfig(app({ requestTimeout: "30", exec: "false", nuxt: {} }))).toEqual({
      program: "app",
      stack: "alpha",
      base: "base",
      args: { requestTimeout: 30, exec: false, nuxt: {} },
    });
  });

  it("keeps text that looks like something else as text", () => {
    const config = parseConfig(app({ hostName: "12", base: "true" }));
    expect(config).toMatchObject({ base: "true", args: { hostName: "12" } });
  });

  it("takes the region from the environment where the config has none", () => {
    const config = app(
      {},
      { values: { "ublog:program": "app", "ublog:base": "base" }, regionInEnvironment: true },
    );
    expect(parseConfig(config).program).toBe("app");
  });

  it("keeps secret values secret", async () => {
    const config = parseConfig(
      app({ secretValues: { STRIPE_KEY: "sk_live" } }, { secretKeys: ["ublog:secretValues"] }),
    );
    if (config.program !== "app") throw new Error("not an app");
    const value = config.args.secretValues?.STRIPE_KEY as unknown as {
      isSecret: Promise<boolean>;
      promise(): Promise<string>;
    };
    expect([await value.isSecret, await value.promise()]).toEqual([true, "sk_live"]);
  });
});
