import { afterEach, expect, test, vi } from "vitest";
import { checkConfig, readConfig } from "../../src/schema/config.ts";
import type { Properties } from "../../src/world/world.ts";

afterEach(() => vi.unstubAllEnvs());

const standard = "urn:pulumi:alpha::ublog::pulumi:providers:aws::default_7_48_0";
const explicit = "urn:pulumi:alpha::ublog::pulumi:providers:aws::edge";

function reasons(given: Properties, urn = standard): string[] {
  vi.stubEnv("AWS_REGION", "");
  vi.stubEnv("AWS_DEFAULT_REGION", "");
  return checkConfig(urn, given).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

test.each<[string, Properties, string]>([
  [
    "no region",
    {},
    ": could not validate provider configuration: Missing region information. Set it with 'pulumi config set aws:region <value>', for example to us-east-1",
  ],
  [
    "a region that can't be",
    { region: "Ireland" },
    "region: could not validate provider configuration: Invalid AWS Region: Ireland. Correct 'pulumi config set aws:region <value>'",
  ],
  [
    "a key that is none",
    { region: "us-east-1", defaultTag: "{}" },
    "defaultTag: could not validate provider configuration: 'aws:defaultTag' is not a valid configuration key; did you mean 'aws:defaultTags'?",
  ],
  [
    "other accounts only",
    { region: "us-east-1", allowedAccountIds: '["111111111111"]' },
    "allowedAccountIds: could not validate provider configuration: AWS account ID not allowed: 123456789012 (the sandbox's account)",
  ],
  [
    "not this account",
    { region: "us-east-1", forbiddenAccountIds: '["123456789012"]' },
    "forbiddenAccountIds: could not validate provider configuration: AWS account ID not allowed: 123456789012 (the sandbox's account)",
  ],
])("refuses %s", (_what, given, reason) => {
  expect(reasons(given)).toEqual([reason]);
});

test("names the argument of an explicit provider", () => {
  expect(reasons({}, explicit)).toEqual([
    ": could not validate provider configuration: Missing region information. Set it with the provider's argument 'region', for example to us-east-1",
  ]);
});

test("the region may come from the environment", () => {
  vi.stubEnv("AWS_REGION", "eu-west-1");
  expect(checkConfig(standard, {})).toEqual({ inputs: { region: "eu-west-1" }, failures: [] });
});

test("every other key of the provider is taken", () => {
  const given = {
    region: "us-east-1",
    profile: "p",
    skipCredentialsValidation: "true",
    allowedAccountIds: '["123456789012"]',
    version: "7.48.0",
  };
  expect(reasons(given)).toEqual([]);
});

test("nested values are read from JSON", () => {
  expect(
    readConfig({
      region: "us-east-1",
      defaultTags: '{"tags":{"App":"ublog","Size":1}}',
      ignoreTags: '{"keys":["a"],"keyPrefixes":["b"]}',
    }),
  ).toEqual({
    region: "us-east-1",
    defaultTags: { App: "ublog", Size: "1" },
    ignoreTags: { keys: ["a"], keyPrefixes: ["b"] },
  });
});
