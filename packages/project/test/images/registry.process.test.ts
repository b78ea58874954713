import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deployTargetsOf } from "../../../aws-model/test/support/deployTargets.ts";
import { ACCOUNT, awsError, digestOf, REGISTRY } from "../support/registry.ts";
import { makeTeam, type Run, type Team } from "../support/team.ts";

/* What is in the registry already, and what the stack says of its images. */

let team: Team;
beforeEach(() => {
  team = makeTeam();
  for (const folder of ["shop", "shop-ui"]) team.git(folder, "tag", "v1");
});
afterEach(() => team.remove());

const headOf = (folder: string) => team.git(folder, "rev-parse", "HEAD");
const REVISION = "org.opencontainers.image.revision";

/** What is refused, sentence by sentence. */
async function refusalOf(run: Run, images: string[] = [], flags: Parameters<Team["build"]>[1] = {}) {
  const { exit, stdout } = await team.build(images, { dryRun: true, ...flags }, run);
  const [, headline, ...lines] = stdout.split("\n");
  expect([exit, headline]).toEqual([1, "✗ Refused: nothing was changed."]);
  return lines.slice(0, -1).map((line) => line.replace(/^ {2}- /, ""));
}

test("an image of the same commit is left, by the label of one platform's image or of several", async () => {
  const images = {
    "ublog-backend:v1": { digest: digestOf("b"), labels: { [REVISION]: headOf("shop") } },
    "ublog-frontend:v1": { digest: digestOf("f"), labels: { [REVISION]: headOf("shop-ui") }, isIndex: true },
  };
  const { exit, stdout } = await team.build([], {}, { images });
  expect([exit, stdout]).toEqual([
    0,
    `▸ Looking at what is checked out, and at what alpha runs
Image     Version  Commit        State  Digest
backend   v1       ${headOf("shop").slice(0, 12)}  there  ${digestOf("b")}
frontend  v1       ${headOf("shop-ui").slice(0, 12)}  there  ${digestOf("f")}

✓ Nothing to build: backend v1 and frontend v1 are there already.
`,
  ]);
});

test("one of another commit, or of an unknown one, is refused with what to do", async () => {
  const other = "1".repeat(40);
  const images = {
    "ublog-backend:v1": { digest: digestOf("b"), labels: { [REVISION]: other } },
    "ublog-frontend:v1": { digest: digestOf("f") },
  };
  expect(await refusalOf({ images })).toEqual([
    `backend: ${REGISTRY}/ublog-backend:v1 is there already and was built of the commit 111111111111; ${headOf("shop").slice(0, 12)} is checked out. What was pushed never changes: give this commit a tag of its own (git -C ~/shop tag …), or write --version. \`ublog release v1\` releases what is there.`,
    `frontend: ${REGISTRY}/ublog-frontend:v1 is there already and doesn't say which commit it was built of; ${headOf("shop-ui").slice(0, 12)} is checked out. What was pushed never changes: give this commit a tag of its own (git -C ~/shop-ui tag …), or write --version. \`ublog release v1\` releases what is there.`,
  ]);
});

test("the same commit with something that isn't committed is refused", async () => {
  const images = { "ublog-backend:v1": { digest: digestOf("b"), labels: { [REVISION]: headOf("shop") } } };
  team.write("shop/app.txt", "changed");
  expect(await refusalOf({ images }, ["backend"])).toEqual([
    `backend: ~/shop isn't what the commit ${headOf("shop").slice(0, 12)} says: M app.txt. Commit it, or set it aside (git -C ~/shop stash --include-untracked). --no-push builds it as it is, for this machine.`,
  ]);
});

describe("without an answer of ECR's", () => {
  const ecr = (error: Error) => ({ aws: { "ecr.BatchGetImage": error } });

  test("no repository: bootstrap makes it", async () => {
    expect(await refusalOf(ecr(awsError("RepositoryNotFoundException")), ["backend"])).toEqual([
      `backend: There is no image repository ublog-backend in the account ${ACCOUNT}, region us-east-1. \`pulumi up --stack bootstrap\` makes it (packages/pipeline/README.md); or the credentials are for the wrong account (AWS_PROFILE).`,
    ]);
  });

  test("no right to it: the role, or the account", async () => {
    const error = awsError(
      "AccessDeniedException",
      "User: x is not authorized to perform: ecr:BatchGetImage",
    );
    expect(await refusalOf(ecr(error), ["backend"])).toEqual([
      `backend: The image repository ublog-backend in the account ${ACCOUNT}, region us-east-1, can't be read. AWS denies it: User: x is not authorized to perform: ecr:BatchGetImage. Give that right to the role or user whose credentials these are. Or they are for the wrong account (AWS_PROFILE).`,
    ]);
  });

  test("a failure, and storage that doesn't answer", async () => {
    expect(await refusalOf(ecr(awsError("ServerException", "Try again")), ["backend"])).toEqual([
      "backend: ECR doesn't answer for ublog-backend:v1. ServerException: Try again.",
    ]);
    const failures = [{ failureCode: "KmsError", failureReason: "The key is disabled" }];
    expect(await refusalOf({ aws: { "ecr.BatchGetImage": { failures } } }, ["backend"])).toEqual([
      "backend: ECR doesn't give out ublog-backend:v1: The key is disabled.",
    ]);
    const images = { "ublog-backend:v1": { digest: digestOf("b"), labels: { [REVISION]: headOf("shop") } } };
    expect(await refusalOf({ images, download: () => undefined }, ["backend"])).toEqual([
      "backend: ublog-backend:v1 is there already, and ECR doesn't give out what says which commit it was built of. Run the command again.",
    ]);
  });

  test("no credentials", async () => {
    const error = awsError("CredentialsProviderError", "Could not load credentials from any providers");
    expect(await refusalOf({ aws: { "ssm.GetParameter": error } })).toEqual([
      "The environment can't be looked up. AWS doesn't accept the credentials, or there are none: Could not load credentials from any providers. Set AWS_PROFILE, or log in (aws sso login), or give the job a role.",
    ]);
    expect(await refusalOf({ aws: { "sts.GetCallerIdentity": error } })).toEqual([
      "Which AWS account is this? AWS doesn't accept the credentials, or there are none: Could not load credentials from any providers. Set AWS_PROFILE, or log in (aws sso login), or give the job a role.",
    ]);
  });
});

describe("the stack", () => {
  /** The command lines of a dry run. */
  async function commandsOf(run: Run = {}, images: string[] = []) {
    const { exit, stdout } = await team.build(images, { dryRun: true, json: true }, run);
    expect(exit).toBe(0);
    const { images: planned, remarks } = JSON.parse(stdout);
    return {
      images: planned.map(({ image, repository, platforms }: Record<string, unknown>) => [
        image,
        repository,
        platforms,
      ]),
      remarks,
    };
  }
  const alpha = (settings: string) =>
    team.write(
      "ublog/Pulumi.alpha.yaml",
      `config:\n  aws:region: us-east-1\n  ublog:program: app\n  ublog:base: base\n${settings}`,
    );

  test("without a Nuxt server needs no image of it", async () => {
    alpha("");
    expect((await commandsOf()).images).toEqual([["backend", `${REGISTRY}/ublog-backend`, ["linux/amd64"]]]);
    expect(await refusalOf({}, ["frontend"])).toEqual([
      "frontend: alpha doesn't run it. Turn the Nuxt server on in the stack's file, `ublog:frontend: { enabled: true }`, or leave the word out.",
    ]);
  });

  test("with a Nuxt server needs to know where it comes from", async () => {
    team.write("ublog/.ublog.yaml", "images: { backend: { folder: ../shop } }");
    expect(await refusalOf({})).toEqual([
      "frontend: .ublog.yaml doesn't say where it comes from, and alpha runs it. Run `ublog init`, which writes it, or turn it off in the stack's file: `ublog:frontend: { enabled: false }`.",
    ]);
    expect((await commandsOf({}, ["backend"])).images).toHaveLength(1);
  });

  test.each([
    ["architecture: arm64", "  ublog:architecture: arm64\n", ["linux/arm64"], ["linux/arm64"]],
    [
      "a worker of another one",
      "  ublog:workers: { default: {}, mail: { architecture: arm64 } }\n",
      ["linux/amd64", "linux/arm64"],
      ["linux/amd64"],
    ],
    [
      "a beat that is off",
      "  ublog:beat: { enabled: false, architecture: arm64 }\n",
      ["linux/amd64"],
      ["linux/amd64"],
    ],
    [
      "a service on the frontend image",
      "  ublog:services: { ssr: { image: frontend, architecture: arm64, command: [x] } }\n",
      ["linux/amd64"],
      ["linux/amd64", "linux/arm64"],
    ],
  ])("that isn't up says its processors in its file: %s", async (_, settings, backend, frontend) => {
    alpha(`${settings}  ublog:frontend: { enabled: true }\n`);
    expect((await commandsOf()).images).toEqual([
      ["backend", `${REGISTRY}/ublog-backend`, backend],
      ["frontend", `${REGISTRY}/ublog-frontend`, frontend],
    ]);
  });

  test("that is up says them in its templates, and where its images are", async () => {
    const template = (name: string) =>
      `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/ublog-alpha-${name}:1`;
    const document = {
      ...deployTargetsOf("ublog-alpha"),
      images: { backend: `${REGISTRY}/shared/shop`, frontend: "ghcr.io/you/shop-ui" },
      update: { process: "update", template: template("backend_update") },
      services: [
        { process: "gunicorn", template: template("gunicorn") },
        { process: "frontend", template: template("web-ui") },
      ],
      scheduled: [{ process: "nightly", template: template("nightly"), family: "x" }],
    };
    const cpuArchitecture = (name: string) => (/gunicorn|web-ui/.test(name) ? "ARM64" : "X86_64");
    const up = {
      "ssm.GetParameter": ({ Name }: { Name: string }) =>
        Name === "/django/ublog/alpha/deploy-targets"
          ? { Parameter: { Value: JSON.stringify(document) } }
          : awsError("ParameterNotFound"),
      "ecs.DescribeTaskDefinition": ({ taskDefinition = "" }) => ({
        taskDefinition: { runtimePlatform: { cpuArchitecture: cpuArchitecture(taskDefinition) } },
      }),
      "sts.GetCallerIdentity": undefined,
    };
    expect(await commandsOf({ aws: up })).toEqual({
      images: [
        ["backend", `${REGISTRY}/shared/shop`, ["linux/amd64", "linux/arm64"]],
        ["frontend", "ghcr.io/you/shop-ui", ["linux/arm64"]],
      ],
      remarks: [],
    });
    // Of what another registry has, Docker knows the login.
    expect(team.docker()).toEqual([
      { args: ["buildx", "imagetools", "inspect", "--format", "{{json .}}", "ghcr.io/you/shop-ui:v1"] },
    ]);
    const config = { config: { Labels: { [REVISION]: headOf("shop-ui") } } };
    const manifest = { digest: digestOf("f") };
    for (const image of [config, { "linux/amd64": config, "linux/arm64": config }]) {
      const { stdout } = await team.build(
        ["frontend"],
        {},
        { aws: up, answers: { imagetools: { manifest, image } } },
      );
      expect(stdout).toContain("✓ Nothing to build: frontend v1 is there already.\n");
    }
    const imagetoolsError = "ERROR: unexpected status from HEAD request: 401 Unauthorized";
    expect(await refusalOf({ aws: up, answers: { imagetoolsError } }, ["frontend"])).toEqual([
      "frontend: Whether ghcr.io/you/shop-ui:v1 is there already can't be found out: ERROR: unexpected status from HEAD request: 401 Unauthorized. Log in (docker login ghcr.io) and run the command again.",
    ]);
  });

  test("that can't be looked at is what its file says, with a note", async () => {
    const error = awsError("AccessDeniedException", "not authorized to perform: ssm:GetParameter");
    const { images, remarks } = await commandsOf({ aws: { "ssm.GetParameter": error } }, ["backend"]);
    expect(images).toEqual([["backend", `${REGISTRY}/ublog-backend`, ["linux/amd64"]]]);
    expect(remarks).toEqual([
      "The environment can't be looked at: the images are what Pulumi.alpha.yaml says. AWS denies it: not authorized to perform: ssm:GetParameter. Give that right to the role or user whose credentials these are.",
    ]);
  });

  test.each([
    ["alhpa", "There is no Pulumi.alhpa.yaml in ~/ublog. Did you mean --stack alpha?"],
    ["production", "There is no Pulumi.production.yaml in ~/ublog. Write --stack alpha."],
    ["base", "base isn't an app stack (ublog:program is base): only those run images. Write --stack alpha."],
  ])("%s is refused", async (stack, said) => {
    expect(await refusalOf({}, [], { stack })).toEqual([said]);
  });

  test("without a region is refused", async () => {
    team.write("ublog/Pulumi.alpha.yaml", "config:\n  ublog:program: app\n");
    expect(await refusalOf({})).toEqual([
      "Pulumi.alpha.yaml doesn't say the AWS region of the images: write aws:region there, or --region.",
    ]);
    expect((await team.build(["backend"], { dryRun: true, region: "eu-west-1" })).stdout).toContain(
      `--tag ${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/ublog-backend:v1 `,
    );
  });

  test("that can't be read, and a wrong .ublog.yaml, are refused whole", async () => {
    team.write("ublog/.ublog.yaml", "images: { backend: { foldr: x } }");
    expect(await refusalOf({})).toEqual([
      ".ublog.yaml: images.backend.folder is missing. Write the folder of the checkout, relative to this file, for example ../shop.",
      ".ublog.yaml: images.backend.foldr is nothing that is read here. Did you mean images.backend.folder?",
    ]);
    team.write("ublog/Pulumi.alpha.yaml", "- a list");
    expect(await refusalOf({})).toEqual(["Pulumi.alpha.yaml is not a map of settings."]);
  });
});
