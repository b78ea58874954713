import { afterEach, beforeEach, expect, test } from "vitest";
import { digestOf, REGISTRY } from "../support/registry.ts";
import { makeTeam, type Team } from "../support/team.ts";

let team: Team;
beforeEach(() => {
  team = makeTeam();
});
afterEach(() => team.remove());

const headOf = (folder: string) => team.git(folder, "rev-parse", "HEAD");
const INFO = ["info", "--format", "{{json .}}"];
const INSPECT = ["buildx", "inspect"];
const LOGIN = { args: ["login", "--username", "AWS", "--password-stdin", REGISTRY], stdin: "a-password" };

/** The whole command line that builds an image of the team's. */
function buildOf(
  image: "backend" | "frontend",
  version: string,
  {
    platform = "linux/amd64",
    attested = true,
    source = `https://github.com/you/${image === "backend" ? "shop" : "shop-ui"}`,
  } = {},
): string[] {
  const folder = image === "backend" ? "shop" : "shop-ui";
  return [
    ...["buildx", "build", "--platform", platform],
    ...["--file", `${team.home}/${folder}/Dockerfile`],
    ...["--tag", `${REGISTRY}/ublog-${image}:${version}`],
    ...["--label", `org.opencontainers.image.revision=${headOf(folder)}`],
    ...["--label", `org.opencontainers.image.version=${version}`],
    ...["--label", "org.opencontainers.image.created=2026-03-01T10:00:00Z"],
    ...["--label", `org.opencontainers.image.source=${source}`],
    ...["--build-arg", "SOURCE_DATE_EPOCH=1772359200"],
    ...(attested ? ["--provenance=mode=max", "--sbom=true"] : ["--provenance=false"]),
    ...["--metadata-file", expect.stringMatching(/ublog-build-\w+\/(backend|frontend)\.json$/)],
    ...["--push", `${team.home}/${folder}`],
  ] as string[];
}

test("builds and pushes both images of an environment that isn't up yet", async () => {
  const [backend, frontend] = [headOf("shop").slice(0, 12), headOf("shop-ui").slice(0, 12)];
  const { exit, stdout, stderr, calls } = await team.build([]);
  expect(stdout).toBe(`▸ Looking at what is checked out, and at what alpha runs
▸ Logging in to ${REGISTRY}
▸ Building and pushing ${REGISTRY}/ublog-backend:${backend} of ~/shop, for linux/amd64
  #1 DONE 0.0s
▸ Building and pushing ${REGISTRY}/ublog-frontend:${frontend} of ~/shop-ui, for linux/amd64
  #1 DONE 0.0s
Image     Version       Commit        State   Digest
backend   ${backend}  ${backend}  pushed  ${digestOf(`${REGISTRY}/ublog-backend:${backend}`)}
frontend  ${frontend}  ${frontend}  pushed  ${digestOf(`${REGISTRY}/ublog-frontend:${frontend}`)}

✓ Built and pushed backend ${backend} and frontend ${frontend}.
`);
  expect([exit, stderr]).toEqual([0, ""]);
  expect(calls).toEqual([
    "ssm.GetParameter",
    "sts.GetCallerIdentity",
    "ecr.BatchGetImage",
    "ecr.BatchGetImage",
  ]);
  expect(team.docker()).toEqual([
    { args: INFO },
    { args: INSPECT },
    LOGIN,
    { args: buildOf("backend", backend), ok: true },
    { args: buildOf("frontend", frontend), ok: true },
  ]);
});

test("the same again builds nothing, and needs no Docker", async () => {
  team.git("shop", "tag", "v1");
  team.git("shop-ui", "tag", "--annotate", "--message", "x", "v5");
  await team.build([]);
  const before = team.docker().length;
  const { exit, stdout } = await team.build([]);
  expect(exit).toBe(0);
  expect(stdout).toContain("✓ Nothing to build: backend v1 and frontend v5 are there already.\n");
  expect(team.docker().length).toBe(before);

  team.write("shop-ui/app.txt", "second version");
  team.git("shop-ui", "commit", "--quiet", "--all", "--message", "Second version");
  team.git("shop-ui", "tag", "v6");
  const next = await team.build([]);
  expect(next.stdout).toContain("✓ Built and pushed frontend v6; backend v1 was there already.\n");
  expect(team.docker().slice(before)).toEqual([
    { args: INFO },
    { args: INSPECT },
    LOGIN,
    { args: buildOf("frontend", "v6"), ok: true },
  ]);
});

test("as JSON, with the progress on standard error, and as outputs of a workflow", async () => {
  const { exit, stdout, stderr } = await team.build(["backend"], { version: "v1", json: true });
  const digest = digestOf(`${REGISTRY}/ublog-backend:v1`);
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    command: "build",
    environment: "alpha",
    exit: 0,
    headline: "Built and pushed backend v1.",
    problems: [],
    remarks: [],
    images: [
      {
        image: "backend",
        repository: `${REGISTRY}/ublog-backend`,
        version: "v1",
        commit: headOf("shop"),
        platforms: ["linux/amd64"],
        state: "pushed",
        digest,
      },
    ],
    versions: { backend: "v1" },
    digests: { backend: digest },
  });
  expect(stderr).toContain("  #1 DONE 0.0s\n");
  expect(stdout + stderr).not.toContain("a-password");
});

test("a dry run says the whole command and runs no Docker", async () => {
  const { exit, stdout } = await team.build(["backend"], { version: "v1", dryRun: true });
  expect(exit).toBe(0);
  expect(stdout).toContain("✓ It would build and push backend v1.\n");
  expect(team.docker()).toEqual([]);
  const { images } = JSON.parse(
    (await team.build(["backend"], { version: "v1", dryRun: true, json: true })).stdout,
  );
  expect(images[0].command).toBe(
    ["docker", ...buildOf("backend", "v1")]
      .map((word) => (typeof word === "string" ? word.replace(team.home, "~") : "metadata.json"))
      .join(" "),
  );
});
