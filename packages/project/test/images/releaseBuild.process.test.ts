import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordsOf } from "../../../app-update/test/support/inspect.ts";
import { run } from "../../../app-update/test/support/program.ts";
import { makeWorld } from "../../../app-update/test/support/world.ts";
import { pushImage } from "../../../aws-model/src/ecs/index.ts";
import { buildForRelease } from "../../src/images/forRelease.ts";
import { blocksOf, commandsIn } from "../support/readme.ts";
import { digestOf, REGISTRY } from "../support/registry.ts";
import { makeTeam, type Team } from "../support/team.ts";

/* `ublog release --build` from what is checked out to what runs: the release tool on the model of ECS, git, and the stand-in for Docker. */

let team: Team;
beforeEach(() => {
  team = makeTeam();
  team.git("shop", "tag", "v2");
  team.git("shop-ui", "tag", "v5");
});
afterEach(() => team.remove());

test("builds, pushes and releases, and the second time only releases", async () => {
  const world = makeWorld({ services: ["gunicorn", "frontend"] });
  // What the stand-in for Docker has pushed is in the model's registry.
  const between = (aws: Aws): Aws => {
    return (operation, input) => {
      for (const { args } of team.docker().filter(({ ok }) => ok)) {
        const [repository = "", tag = ""] = (args[args.indexOf("--tag") + 1] ?? "").split(":");
        if (!world.ecs.images.some((image) => image.repository === repository && image.tag === tag))
          pushImage(world.ecs, repository, tag);
      }
      return aws(operation, input);
    };
  };
  const around = team.around();
  const download = async (url: string) =>
    url.startsWith("data:")
      ? JSON.parse(decodeURIComponent(url.replace(/^.*?,/, "")))
      : around.registry.download(url);
  const options = { between, build: buildForRelease(around, team.workshop(around)), registry: { download } };

  // As in the README; the helper writes the stack.
  const [words = ""] = commandsIn(blocksOf("Images")[0]).filter((line) => line.startsWith("release"));
  expect(words).toBe("release --build --stack alpha");
  const { exit, stdout } = await run(world, words.replace(" --stack alpha", ""), options);
  expect(exit).toBe(0);
  expect(stdout).toContain("✓ v2 with frontend v5 is live (release 1).\n");
  expect(stdout).toMatch(
    /\nImage +Version +Commit +State +Digest\nbackend +v2 +\w{12} +pushed +sha256:\w{64}\n/,
  );
  expect(recordsOf(world)[0]).toMatchObject({
    versions: { backend: "v2", frontend: "v5" },
    digests: {
      backend: digestOf(`${REGISTRY}/ublog-backend:v2`),
      frontend: digestOf(`${REGISTRY}/ublog-frontend:v5`),
    },
    gitSha: team.git("shop", "rev-parse", "HEAD"),
  });
  const pushes = () => team.docker().filter(({ args }) => args.includes("--push")).length;
  expect(pushes()).toBe(2);

  const again = await run(world, "release --build --backend v2", options);
  expect(again.exit).toBe(0);
  expect(again.stdout).toContain("✓ Nothing to change: v2 with frontend v5 runs already.\n");
  expect(pushes()).toBe(2);
});
