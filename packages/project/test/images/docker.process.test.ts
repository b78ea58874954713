import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { awsError, digestOf, REGISTRY, type Stored } from "../support/registry.ts";
import { makeTeam, type Team } from "../support/team.ts";

/* What this machine's Docker can do, and what it does half-way. */

let team: Team;
beforeEach(() => {
  team = makeTeam();
  for (const folder of ["shop", "shop-ui"]) team.git(folder, "tag", "v1");
});
afterEach(() => team.remove());

const REVISION = "org.opencontainers.image.revision";
const OTHERWISE =
  "Without Docker on this machine, the workflow [CI] Images builds and pushes the same images.";
const BINFMT = "docker run --privileged --rm tonistiigi/binfmt --install arm64";
const ARM = "config:\n  aws:region: us-east-1\n  ublog:program: app\n  ublog:architecture: arm64\n";
const BOTH = `${ARM}  ublog:update: { architecture: x86_64 }\n`;

/** What is refused, sentence by sentence; and Docker has built nothing. */
async function refusalOf(...of: Parameters<Team["build"]>) {
  const { exit, stdout } = await team.build(...of);
  const lines = stdout.split("\n");
  const start = lines.indexOf("✗ Refused: nothing was changed.");
  expect([exit, start]).toEqual([1, expect.any(Number)]);
  expect(team.docker().filter(({ args }) => args.includes("build"))).toEqual([]);
  return lines.slice(start + 1, -1).map((line) => line.replace(/^ {2}- /, ""));
}

describe("Docker", () => {
  test.each<[string, object, string]>([
    [
      "has no buildx",
      { plugins: [{ Name: "compose", Version: "v2" }] },
      `This Docker has no buildx, which builds the images: docker-buildx-plugin in Docker's own packages (https://docs.docker.com/build/install-buildx/). ${OTHERWISE}`,
    ],
    [
      "has a buildx that is too old",
      { plugins: [{ Name: "buildx", Version: "v0.9.1-docker" }] },
      `This Docker's buildx is v0.9.1-docker, and 0.10 or later is needed. Update Docker. ${OTHERWISE}`,
    ],
    [
      "doesn't run",
      {
        down: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      },
      `Docker isn't running: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Start Docker Desktop, or \`sudo systemctl start docker\`. ${OTHERWISE}`,
    ],
    [
      "may not be used",
      {
        down: "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
      },
      `Docker can't be used by you: permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock. Join its group (https://docs.docker.com/engine/install/linux-postinstall/). ${OTHERWISE}`,
    ],
  ])("that %s", async (_, answers, said) => {
    expect(await refusalOf([], {}, { answers })).toEqual([said]);
  });

  test("that isn't there is told together with everything else", async () => {
    team.write("shop/app.txt", "changed");
    const path = `${team.home}/only-git`;
    team.write("only-git/git", '#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin exec git "$@"\n');
    const { chmodSync } = await import("node:fs");
    chmodSync(`${path}/git`, 0o755);
    expect(await refusalOf(["backend"], {}, { path })).toEqual([
      expect.stringMatching(/^backend: ~\/shop isn't what the commit /),
      `There is no docker on PATH, which builds the images. Install it (https://docs.docker.com/get-started/get-docker/). ${OTHERWISE}`,
    ]);
  });

  test("that can't log in, or that gets no password", async () => {
    const login =
      "Error saving credentials: error storing credentials - err: exit status 1, out: `a-password`";
    expect(await refusalOf([], {}, { answers: { login } })).toEqual([
      `Docker can't log in to ${REGISTRY}: Error saving credentials: error storing credentials - err: exit status 1, out: \`…\`.`,
    ]);
    const denied = awsError("AccessDeniedException", "not authorized to perform: ecr:GetAuthorizationToken");
    expect(await refusalOf([], {}, { login: () => Promise.reject(denied) })).toEqual([
      `ECR gives no password for ${REGISTRY}. AWS denies it: not authorized to perform: ecr:GetAuthorizationToken. Give that right to the role or user whose credentials these are.`,
    ]);
  });
});

test("a helper that Docker has for the registry logs in by itself", async () => {
  team.write("settings/config.json", JSON.stringify({ credHelpers: { [REGISTRY]: "ecr-login" } }));
  const environment = { DOCKER_CONFIG: `${team.home}/settings` };
  expect((await team.build(["backend"], {}, { environment })).exit).toBe(0);
  expect(team.docker().map(({ args }) => args[0])).toEqual(["info", "buildx", "buildx"]);
  team.write("settings/config.json", "not JSON");
  expect((await team.build(["frontend"], {}, { environment })).exit).toBe(0);
  expect(team.docker().map(({ args }) => args[0])).toContain("login");
});

describe("its builder", () => {
  const built = () => team.docker().find(({ args }) => args.includes("build"))?.args ?? [];

  test("makes no attestations without containerd's image store, which is noted", async () => {
    const { exit, stdout } = await team.build(["backend"], {}, { answers: { containerd: false } });
    expect(exit).toBe(0);
    expect(stdout).toContain(
      "  Note: Without provenance and SBOM: Docker's builder default (docker) makes none. `docker buildx create --name ublog --driver docker-container --use` makes one that does.\n",
    );
    expect(built()).toContain("--provenance=false");
    expect(built()).not.toContain("--sbom=true");
  });

  test("in a container makes them, whatever the image store", async () => {
    const answers = { containerd: false, driver: "docker-container", builder: "ublog" };
    const { stdout } = await team.build(["backend"], {}, { answers });
    expect(stdout).not.toContain("Note:");
    expect(built()).toContain("--sbom=true");
  });

  test("that doesn't emulate another processor", async () => {
    team.write("ublog/Pulumi.alpha.yaml", ARM);
    expect(await refusalOf([], {}, { answers: { platforms: "linux/amd64*, linux/amd64/v2" } })).toEqual([
      `Docker's builder default (docker) doesn't build for linux/arm64 (it builds for linux/amd64, linux/amd64/v2). Let it emulate that: ${BINFMT}. Or let [CI] Images build.`,
    ]);
  });

  test("that can't be reached", async () => {
    const answers = { driver: "remote", builderError: "dial tcp 10.0.0.1:1234: connect: connection refused" };
    expect(await refusalOf([], {}, { answers })).toEqual([
      "Docker's builder can't be used: dial tcp 10.0.0.1:1234: connect: connection refused. `docker buildx ls` lists which there are, and `docker buildx use` takes another one.",
    ]);
  });

  test("that hasn't started yet says nothing of processors, and is believed", async () => {
    team.write("ublog/Pulumi.alpha.yaml", ARM);
    const answers = { platforms: "", driver: "docker-container" };
    expect((await team.build([], {}, { answers })).exit).toBe(0);
    expect(built().slice(0, 4)).toEqual(["buildx", "build", "--platform", "linux/arm64"]);
  });

  test("makes one image for both processors, if it can", async () => {
    team.write("ublog/Pulumi.alpha.yaml", BOTH);
    expect(await refusalOf([], {}, { answers: { containerd: false } })).toEqual([
      "Docker's builder default (docker) can't make one image for several platforms, which backend needs: processes of the stack run on both. Make a builder that can: docker buildx create --name ublog --driver docker-container --use.",
    ]);
    const answers = { containerd: false, driver: "docker-container" };
    expect(await refusalOf([], { push: false }, { answers })).toEqual([
      "This Docker can't keep one image for several platforms, which backend needs: processes of the stack run on both. Push it, or turn on the containerd image store (https://docs.docker.com/engine/storage/containerd/).",
    ]);
    expect((await team.build([], {}, { answers })).exit).toBe(0);
    expect(built().slice(0, 4)).toEqual(["buildx", "build", "--platform", "linux/amd64,linux/arm64"]);
  });
});

describe("half-way", () => {
  test("a frontend that fails leaves the backend, and the next run goes on behind it", async () => {
    const { exit, stdout } = await team.build([], {}, { answers: { fails: ["frontend"] } });
    expect(exit).toBe(1);
    expect(stdout).toContain(`
  ERROR: failed to build: process did not complete successfully
Image     Version  Commit        State   Digest
backend   v1       ${team.git("shop", "rev-parse", "HEAD").slice(0, 12)}  pushed  ${digestOf(`${REGISTRY}/ublog-backend:v1`)}
frontend  v1       ${team.git("shop-ui", "rev-parse", "HEAD").slice(0, 12)}  failed  –

✗ The build of frontend v1 failed: Docker's lines above say why. backend v1 is in the registry, and the same command again goes on behind it.
`);
    const again = await team.build([]);
    expect(again.stdout).toContain("✓ Built and pushed frontend v1; backend v1 was there already.\n");
  });

  test("a backend that fails is the end of it", async () => {
    const { exit, stdout } = await team.build([], {}, { answers: { fails: ["backend"] } });
    expect(exit).toBe(1);
    expect(stdout).toContain(
      "✗ The build of backend v1 failed: Docker's lines above say why. Nothing was pushed.\n",
    );
    expect(stdout).toContain("not begun");
  });

  test("a push that somebody else made meanwhile, of the same commit, is as good", async () => {
    const revision = team.git("shop", "rev-parse", "HEAD");
    const images: Record<string, Stored> = {};
    const onLine = (line: string) => {
      if (line.includes("failed to build"))
        images["ublog-backend:v1"] = { digest: digestOf("theirs"), labels: { [REVISION]: revision } };
    };
    const { exit, stdout } = await team.build(
      ["backend"],
      {},
      { answers: { fails: ["backend"] }, images, onLine },
    );
    expect(exit).toBe(0);
    expect(stdout).toContain(digestOf("theirs"));
    expect(stdout).toContain("✓ Built and pushed backend v1.\n");
  });

  test("Ctrl-C stops Docker, and says what is where", async () => {
    let interrupt = () => {};
    const building = team.build(
      [],
      {},
      {
        answers: { hang: ["frontend"] },
        interrupt: (given) => {
          interrupt = given;
        },
        onLine: (line) => {
          if (line.includes("load build definition")) interrupt();
        },
      },
    );
    const { exit, stdout, stderr } = await building;
    expect([exit, stderr]).toEqual([130, ""]);
    expect(stdout).toContain("! Stopping. Press Ctrl-C again to stop at once.\n");
    expect(stdout).toContain(
      "✗ Stopped while frontend v1 was being built. backend v1 is in the registry, and the same command again goes on behind it.\n",
    );
    expect(team.docker().at(-1)).toMatchObject({ stopped: true });
  });
});

describe("--no-push", () => {
  test("asks AWS for nothing and keeps the image here", async () => {
    const { exit, stdout, calls } = await team.build(["backend"], { push: false });
    expect([exit, calls]).toEqual([0, []]);
    expect(stdout).toContain("✓ Built backend v1 for this machine.\n");
    const [, , built] = team.docker();
    expect(built?.args.filter((arg) => !arg.startsWith("/tmp/"))).toEqual([
      ...["buildx", "build", "--platform", "linux/amd64", "--file", "--tag", "ublog-backend:v1"],
      ...["--label", `org.opencontainers.image.revision=${team.git("shop", "rev-parse", "HEAD")}`],
      ...["--label", "org.opencontainers.image.version=v1"],
      ...["--label", "org.opencontainers.image.created=2026-03-01T10:00:00Z"],
      ...["--label", "org.opencontainers.image.source=https://github.com/you/shop"],
      ...["--build-arg", "SOURCE_DATE_EPOCH=1772359200", "--provenance=false", "--metadata-file", "--load"],
    ]);
  });

  test("takes what isn't committed, under a tag that says so and without a revision", async () => {
    team.write("shop/app.txt", "changed");
    const { exit, stdout } = await team.build(["backend"], { push: false });
    expect(exit).toBe(0);
    expect(stdout).toContain("✓ Built backend v1-dirty for this machine.\n");
    const built = team.docker().at(-1)?.args ?? [];
    expect(built).toContain("ublog-backend:v1-dirty");
    expect(built.join(" ")).not.toContain("image.revision");
  });
});
