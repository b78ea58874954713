import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BootstrapConfig, stackNameOf } from "../bootstrapConfig.ts";
import { deployStatements } from "../bootstrapPolicies.ts";
import { parseConfig } from "../config.ts";

function parsed(settings: Record<string, unknown>) {
  const all = { program: "bootstrap", repository: "octocat/ublog", stacks: ["base", "alpha"], ...settings };
  const values = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [`ublog:${name}`, typeof value === "string" ? value : JSON.stringify(value)]);
  return parseConfig({
    project: "ublog",
    stack: "bootstrap",
    values: { "aws:region": "us-east-1", ...Object.fromEntries(values) },
    secretKeys: [],
    environment: {},
  });
}

describe("the config of a bootstrap stack", () => {
  it("has defaults for the branch and the apps", () => {
    expect(parsed({})).toEqual({
      program: "bootstrap",
      project: "ublog",
      repository: "octocat/ublog",
      branch: "main",
      imageTags: "v*",
      stacks: ["base", "alpha"],
      apps: [],
      names: {},
    });
  });

  it("knows a stack by its ublog:name, where that is set", () => {
    const config = parsed({ names: { alpha: "alpha" } }) as BootstrapConfig;
    expect(["base", "alpha"].map((stack) => stackNameOf(config, stack))).toEqual([
      { stack: "base", name: "ublog-base" },
      { stack: "alpha", name: "alpha" },
    ]);
  });

  it("takes a repository with ids, and a place for the state", () => {
    const repository = "octocat@123456/my.repo_1@456789";
    const oidcProviderArn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
    const settings = {
      repository,
      apps: ["alpha"],
      branch: "release/1.x",
      imageTags: "*.*.*",
      stateBucket: "octocat-state",
      oidcProviderArn,
    };
    expect(parsed(settings)).toMatchObject(settings);
  });

  const owner = "Write owner/name, or owner@id/name@id for a repository made or renamed since July 2026.";
  const stack = "Write the name of a stack, in lower-case letters, digits and hyphens.";

  it.each([
    [
      { repository: undefined },
      "ublog:repository: is missing. Write the GitHub repository: pulumi config set ublog:repository owner/name.",
    ],
    [{ repository: "octocat" }, `ublog:repository: is "octocat", a string. ${owner}`],
    [
      { repository: "https://github.com/octocat/ublog" },
      `ublog:repository: is "https://github.com/octocat/ublog", a string. ${owner}`,
    ],
    [{ repository: "octocat/*" }, `ublog:repository: is "octocat/*", a string. ${owner}`],
    [
      { repository: "octocat@1/ublog" },
      'ublog:repository: is "octocat@1/ublog". Write both ids (owner@id/name@id) or none (owner/name).',
    ],
    [
      { stacks: undefined },
      "ublog:stacks: is missing. Write the stacks that the workflows change, for example [base, alpha].",
    ],
    [
      { branch: "refs/heads/main" },
      'ublog:branch: is "refs/heads/main", a string. Write the name of one branch, for example main, without refs/heads/.',
    ],
    [
      { branch: "release/*" },
      'ublog:branch: is "release/*", a string. Write the name of one branch, for example main, without refs/heads/.',
    ],
    ...["refs/tags/v*", "v1 v2", "v?", "", "v[0-9]+"].map((imageTags): [Record<string, unknown>, string] => [
      { imageTags },
      `ublog:imageTags: is "${imageTags}", a string. Write a pattern of git tags in which * is anything, for example v*, without refs/tags/.`,
    ]),
    [{ stacks: [] }, "ublog:stacks: is the list []. Write at least one stack, for example [base, alpha]."],
    [{ stacks: ["al*"] }, `ublog:stacks.0: is "al*", a string. ${stack}`],
    [
      { stacks: ["deploy"] },
      'ublog:stacks: has "deploy", whose resources are named ublog-deploy-…, and some of the workflows\' own roles are too (ublog-deploy-…, ublog-release-…). Choose another name.',
    ],
    [
      { stacks: ["release-2"] },
      'ublog:stacks: has "release-2", whose resources are named ublog-release-2-…, and some of the workflows\' own roles are too (ublog-deploy-…, ublog-release-…). Choose another name.',
    ],
    [
      { names: { alpha: "ublog" } },
      'ublog:names.alpha: has "alpha", whose resources are named ublog-…, and some of the workflows\' own roles are too (ublog-deploy-…, ublog-release-…). Choose another name.',
    ],
    [{ names: { beta: "beta" } }, 'ublog:names: has "beta", which is not one of stacks (base, alpha).'],
    [
      { names: { alpha: "Alpha" } },
      'ublog:names.alpha: is "Alpha", a string. Write the stack\'s ublog:name.',
    ],
    [
      { stacks: ["a".repeat(51)] },
      `ublog:stacks: has "${"a".repeat(51)}", of which the role ublog-release-${"a".repeat(51)} would be made. IAM takes 64 characters: choose a shorter name.`,
    ],
    [
      { stateBucket: "ublog-base-state" },
      'ublog:stateBucket: is "ublog-base-state", which the role of "base" could change as one of its own buckets, ublog-base-…. Choose another name.',
    ],
    [{ apps: ["beta"] }, 'ublog:apps: has "beta", which is not one of stacks (base, alpha).'],
    [
      { stateBucket: "My_Bucket" },
      'ublog:stateBucket: is "My_Bucket", a string. Write a bucket name: 3 to 63 lower-case letters, digits, dots, hyphens.',
    ],
    [
      { oidcProviderArn: "github" },
      'ublog:oidcProviderArn: is "github", a string. Write arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com.',
    ],
    [{ stack: "base" }, "ublog:stack: there is no such setting. Did you mean ublog:stacks?"],
  ])("%j is refused", (settings, message) => {
    expect(() => parsed(settings)).toThrow(
      `Pulumi.bootstrap.yaml: 1 setting can't be used; nothing was changed.\n  ${message}`,
    );
  });
});

describe("the role that deploys a stack", () => {
  it("covers every service that the library uses", () => {
    const source = join(import.meta.dirname, "../../packages/pulumi-aws-django/src");
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const code = files.map((file) => readFileSync(join(source, file), "utf8")).join("\n");
    /** IAM's name of a service where it isn't Pulumi's. */
    const services: Record<string, string> = {
      appautoscaling: "application-autoscaling",
      lb: "elasticloadbalancing",
      sesv2: "ses",
      vpc: "ec2",
    };
    const used = new Set(
      [...code.matchAll(/new aws\.(\w+)\./g)].map(([, name = ""]) => services[name] ?? name),
    );
    const account = { project: "ublog", partition: "aws", region: "us-east-1", accountId: "123456789012" };
    const allowed = deployStatements(account, { stack: "alpha", name: "ublog-alpha" })
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => [Action].flat())
      .map((action) => String(action).split(":")[0]);
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((service) => !allowed.includes(service))).toEqual([]);
  });
});
