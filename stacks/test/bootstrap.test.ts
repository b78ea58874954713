import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../packages/aws-model/src/iam/conditions.ts";
import { permits } from "../../packages/aws-model/src/iam/evaluate.ts";
import { readPolicy } from "../../packages/aws-model/src/iam/policy.ts";
import { type Recording, record } from "../../packages/pulumi-aws-django/test/support/record.ts";
import { bootstrap } from "../bootstrap.ts";
import type { BootstrapConfig } from "../bootstrapConfig.ts";

const oidcProviderArn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const config: BootstrapConfig = {
  program: "bootstrap",
  project: "ublog",
  repository: "octocat@1/ublog@2",
  branch: "main",
  imageTags: "v*",
  stacks: ["base", "alpha"],
  apps: ["alpha"],
  names: {},
  oidcProviderArn,
};

const made = (more: Partial<BootstrapConfig> = {}, partition = "aws") =>
  record(() => bootstrap({ ...config, ...more }), {
    calls: { "aws:index/getPartition:getPartition": () => ({ partition }) },
  });

beforeEach(() => {
  vi.spyOn(console, "log").mockReturnValue();
});

/** A job of GitHub's, as its token describes it. */
interface Job {
  repository?: string;
  ref?: string;
  environment?: string;
  event?: string;
  audience?: string;
}

/** The claims that AWS knows of a token, as GitHub writes them. */
function claimsOf({ repository = config.repository, ref = "refs/heads/main", ...job }: Job): Context {
  const context =
    job.environment !== undefined
      ? `environment:${job.environment}`
      : job.event === "pull_request"
        ? "pull_request"
        : `ref:${ref}`;
  const claims = {
    aud: job.audience ?? "sts.amazonaws.com",
    sub: `repo:${repository}:${context}`,
    ref,
    environment: job.environment ?? null,
  };
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [`token.actions.githubusercontent.com:${name}`, value]),
  );
}

/** Whether a job may take on a role. */
function trusts(recording: Recording<unknown>, role: string, job: Job): boolean {
  const { inputs } = recording.one("aws:iam/role:Role", role);
  const request = { action: "sts:AssumeRoleWithWebIdentity", resource: "*", context: claimsOf(job) };
  return permits(
    readPolicy(String(inputs.assumeRolePolicy)),
    (name) => name === `Federated ${oidcProviderArn}`,
    request,
  );
}

describe("who may take on a role", () => {
  const deploy = "ublog-deploy-alpha";
  const release = "ublog-release-alpha";
  const preview = "ublog-preview";
  const images = "ublog-images";
  const alpha: Job = { environment: "alpha" };

  it.each<[string, string, Job]>([
    ["a run of main for the environment", deploy, alpha],
    ["a run of main for the environment", release, alpha],
    ["a pull request", preview, { event: "pull_request", ref: "refs/pull/7/merge" }],
    ["a run of main", preview, {}],
    ["a run of main", images, {}],
    ["a tag of a version", images, { ref: "refs/tags/v1.2.3" }],
  ])("%s: %s", async (_, role, job) => {
    expect(trusts(await made(), role, job)).toBe(true);
  });

  it.each<[string, string, Job]>([
    // GitHub makes an environment that nobody made, without any rules.
    ["a pushed branch that names the environment", deploy, { ...alpha, ref: "refs/heads/feature" }],
    ["a pushed branch that names the environment", release, { ...alpha, ref: "refs/heads/feature" }],
    ["a pull request that names the environment", deploy, { ...alpha, ref: "refs/pull/7/merge" }],
    ["a tag", release, { ...alpha, ref: "refs/tags/main" }],
    ["a branch whose name begins alike", deploy, { ...alpha, ref: "refs/heads/main2" }],
    ["another environment", deploy, { environment: "beta" }],
    ["another environment of the same case", deploy, { environment: "alpha2" }],
    ["a job without an environment", deploy, {}],
    ["another repository, which calls the workflow", release, { ...alpha, repository: "mallory@3/ublog@4" }],
    ["a repository that took over the name", deploy, { ...alpha, repository: "octocat@9/ublog@8" }],
    ["a token for somebody else", deploy, { ...alpha, audience: "https://github.com/octocat" }],
    ["another branch", preview, { ref: "refs/heads/feature" }],
    ["an environment", preview, alpha],
    ["a pull request", images, { event: "pull_request", ref: "refs/pull/7/merge" }],
    ["another branch", images, { ref: "refs/heads/v1" }],
    ["a branch whose name begins alike", images, { ref: "refs/heads/main2" }],
    ["another tag", images, { ref: "refs/tags/django-ecs-kit@1.0.0" }],
    ["an environment called as a tag", images, { environment: "x:ref:refs/tags/v1" }],
    ["an environment", images, alpha],
    ["a tag of another repository", images, { repository: "mallory@3/ublog@4", ref: "refs/tags/v1" }],
    ["a tag, for somebody else", images, { ref: "refs/tags/v1", audience: "https://github.com/octocat" }],
    ["a tag of a version", preview, { ref: "refs/tags/v1" }],
  ])("not %s: %s", async (_, role, job) => {
    expect(trusts(await made(), role, job)).toBe(false);
  });

  it("goes by the branch that is set", async () => {
    const recording = await made({ branch: "release/1.x" });
    for (const role of [deploy, release]) {
      expect(trusts(recording, role, { ...alpha, ref: "refs/heads/release/1.x" })).toBe(true);
      expect(trusts(recording, role, alpha)).toBe(false);
    }
    expect(trusts(recording, preview, { ref: "refs/heads/release/1.x" })).toBe(true);
  });

  it("goes by the tags that are set, and lets nobody keep a session for longer than a build", async () => {
    const recording = await made({ imageTags: "release/*" });
    expect(trusts(recording, images, { ref: "refs/tags/release/1" })).toBe(true);
    expect(trusts(recording, images, { ref: "refs/tags/v1" })).toBe(false);
    const { inputs } = recording.one("aws:iam/role:Role", images);
    expect(inputs.maxSessionDuration).toBe(3600);
    expect(inputs.description).toBe(
      "GitHub Actions: repo:octocat@1/ublog@2:ref:refs/heads/main, repo:octocat@1/ublog@2:ref:refs/tags/release/*",
    );
  });

  it("asks for no branch where AWS doesn't know it: in China and in GovCloud", async () => {
    expect(trusts(await made({}, "aws-cn"), deploy, { ...alpha, ref: "refs/heads/any" })).toBe(true);
  });
});

it("says where it works and which workflows it will trust, before it does", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await made({ branch: "trunk" });
  expect(log.mock.calls.join("\n")).toContain(
    "Account 111122223333, region us-east-1. The roles trust the workflows of octocat@1/ublog@2, on trunk; to push images also on tags v*.",
  );
});

it("no role has a policy of AWS's", async () => {
  const { all } = await made({ stateBucket: "octocat-state" });
  expect(all.filter(({ type }) => /olicyAttachment/.test(type))).toEqual([]);
});
