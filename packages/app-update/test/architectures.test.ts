import { describe, expect, test } from "vitest";
import { pushImage } from "../../aws-model/src/ecs/index.ts";
import type { Aws } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { architecturesOf, documentsAnywhere } from "../src/registry/architectures.ts";
import { type Run, run } from "./support/program.ts";
import { makeWorld, publishTargets, pushVersion, type World } from "./support/world.ts";

const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const BACKEND = `${REGISTRY}/ublog-backend`;
const FRONTEND = `${REGISTRY}/ublog-frontend`;

/** All processes of this world run on arm64. */
function worldWith(...[backend, frontend]: (string | undefined)[]): World {
  const world = makeWorld({ check: true });
  pushImage(world.ecs, BACKEND, "v1", backend);
  pushImage(world.ecs, FRONTEND, "v1", frontend);
  return world;
}

const problemsOf = (refused: Run) =>
  refused.stdout.split("\n").flatMap((line) => (line.startsWith("  - ") ? [line.slice(4)] : []));

/** Has a process run on x86_64. */
function onIntel(world: World, ...processes: string[]): void {
  for (const { process, template } of [world.targets.update, ...world.targets.services]) {
    const definition = world.ecs.definitions[template.slice(template.lastIndexOf("/") + 1)];
    if (processes.includes(process) && definition !== undefined) delete definition.body.runtimePlatform;
  }
}

describe("before anything is changed, an image is refused that its processes can't run", () => {
  test("built for another architecture", async () => {
    const world = worldWith("amd64", undefined);
    const refused = await run(world, "release v1");
    expect([refused.exit, problemsOf(refused)]).toEqual([
      EXIT.refused,
      [
        `\`${BACKEND}\` v1 is built for amd64 alone, and update, gunicorn, default, mail, beat run on arm64: build it with \`docker buildx build --platform linux/arm64\`, or set \`ublog:architecture\` (of one process such as \`ublog:workers.default.architecture\`) to x86_64 and run \`pulumi up\`.`,
      ],
    ]);
    expect(refused.calls.filter((call) => /Update|Register|RunTask|Put/.test(call))).toEqual([]);
    expect(problemsOf(await run(world, "check v1"))).toEqual([
      `\`${BACKEND}\` v1 is built for amd64 alone, and update runs on arm64: build it with \`docker buildx build --platform linux/arm64\`, or set \`ublog:architecture\` (of one process such as \`ublog:update.architecture\`) to x86_64 and run \`pulumi up\`.`,
    ]);
  });

  test("for one of the two that its processes need", async () => {
    const world = worldWith("arm64", "riscv64");
    onIntel(world, "mail");
    expect(problemsOf(await run(world, "plan v1"))).toEqual([
      `\`${BACKEND}\` v1 is built for arm64 alone, and mail runs on x86_64: build it with \`docker buildx build --platform linux/amd64,linux/arm64\`, or set \`ublog:architecture\` (of one process such as \`ublog:workers.mail.architecture\`) to arm64 and run \`pulumi up\`.`,
      `\`${FRONTEND}\` v1 is built for riscv64 alone, and frontend runs on arm64: build it with \`docker buildx build --platform linux/arm64\`.`,
    ]);
  });

  test("after the processes were moved, also one that would stay as it is", async () => {
    const world = worldWith("arm64", "arm64");
    expect((await run(world, "release v1")).exit).toBe(EXIT.done);
    onIntel(world, "frontend");
    pushImage(world.ecs, BACKEND, "v2", "arm64");
    expect(problemsOf(await run(world, "release --backend v2"))).toEqual([
      expect.stringMatching(/ublog-frontend` v1 is built for arm64 alone, and frontend runs on x86_64: /),
    ]);
  });
});

test("an image for both, with attestations beside it, is released; so is one of the right architecture", async () => {
  for (const architecture of [undefined, "arm64"]) {
    const world = worldWith(architecture, architecture);
    onIntel(world, ...(architecture === undefined ? ["gunicorn"] : []));
    const done = await run(world, "release v1");
    expect([done.exit, done.stdout.includes("is built for")]).toEqual([EXIT.done, false]);
  }
});

describe("where nobody says what an image is built for, that is a note", () => {
  const digest = `sha256:${"ab".repeat(32)}`;

  test("another registry without a login, which is asked for the digest", async () => {
    const world = makeWorld();
    pushVersion(world, "v1");
    world.targets.images.frontend = "ghcr.io/acme/shop";
    publishTargets(world);
    const asked: unknown[] = [];
    const document = async (...what: unknown[]) => {
      asked.push(what);
      return undefined;
    };
    const args = `release v1 --digest frontend=${digest}`;
    const done = await run(world, args, { registry: { document } });
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout).toContain(
      "  Note: What frontend is built for isn't known, so it wasn't compared with its processes: `ghcr.io/acme/shop` doesn't say it without a login, or in time.\n",
    );
    expect(asked).toEqual([["manifests", "ghcr.io/acme/shop", digest]]);

    const config = async (kind: string) =>
      kind === "manifests" ? { config: { digest } } : { os: "linux", architecture: "amd64" };
    expect(problemsOf(await run(world, `${args} --force`, { registry: { document: config } }))).toEqual([
      expect.stringMatching(
        /^`ghcr.io\/acme\/shop` sha256:abababababab is built for amd64 alone, and frontend runs on arm64: /,
      ),
    ]);
  });

  test("rights that a role of before doesn't have", async () => {
    const between =
      (aws: Aws): Aws =>
      (operation, input) => {
        if (operation !== "ecr.BatchGetImage") return aws(operation, input);
        throw Object.assign(new Error("not authorized to perform: ecr:BatchGetImage"), {
          name: "AccessDeniedException",
        });
      };
    const done = await run(worldWith("amd64", "amd64"), "plan v1", { between });
    expect(done.exit).toBe(EXIT.done);
    for (const image of ["backend", "frontend"])
      expect(done.stdout).toContain(
        `  Note: What ${image} is built for isn't known, so it wasn't compared with its processes: AWS denies it: not authorized to perform: ecr:BatchGetImage. Give that right to the role or user whose credentials these are.\n`,
      );
  });
});

describe("the architectures of an image", () => {
  const of = (documents: Record<string, unknown>) =>
    architecturesOf(
      documentsAnywhere({ document: async (_, __, digest) => documents[digest] }, "ghcr.io/acme/shop"),
      "top",
    );
  const entry = (architecture: string, os = "linux") => ({ digest: "x", platform: { architecture, os } });

  test.each<[string, Record<string, unknown>, string[] | undefined]>([
    [
      "an index, without the attestations in it",
      { top: { manifests: [entry("arm64"), entry("amd64"), entry("unknown", "unknown")] } },
      ["amd64", "arm64"],
    ],
    [
      "variants of one",
      {
        top: {
          manifests: [entry("arm"), { digest: "x", platform: { ...entry("arm").platform, variant: "v7" } }],
        },
      },
      ["arm"],
    ],
    ["an image of Windows", { top: { manifests: [entry("amd64", "windows")] } }, []],
    [
      "an index that leaves it to the manifests",
      {
        top: { manifests: [{ digest: "one" }] },
        one: { config: { digest: "config" } },
        config: { architecture: "arm64", os: "linux" },
      },
      ["arm64"],
    ],
    [
      "a manifest",
      { top: { config: { digest: "c" } }, c: { architecture: "amd64", os: "linux" } },
      ["amd64"],
    ],
    ["a manifest whose config isn't given", { top: { config: { digest: "c" } } }, undefined],
    [
      "an index with a manifest that isn't given",
      { top: { manifests: [entry("arm64"), { digest: "one" }] } },
      undefined,
    ],
    ["nothing", {}, undefined],
    ["something else", { top: [1] }, undefined],
  ])("%s", async (_, documents, expected) => {
    expect(await of(documents)).toEqual(expected);
  });
});
