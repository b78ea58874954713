import { expect, onTestFinished, test } from "vitest";
import { checkArguments, checkScript } from "../../../app-update/src/release/checkScript.ts";
import { readEnvironment, runTask, startServers } from "../../src/index.ts";
import { makeProject } from "../support/django.ts";
import { stacks } from "../support/stacks.ts";

test("the check finds nothing in a project by a README, where the update task runs it", async () => {
  const world = await stacks();
  const servers = await startServers(world);
  onTestFinished(servers.stop);
  const alpha = readEnvironment(world, { environment: "alpha", version: "1.0.0" });
  const ask = async (...project: Parameters<typeof makeProject>) => {
    const image = await makeProject(...project);
    onTestFinished(image.remove);
    const update = alpha.task("update");
    const containers = update.containers.map((container) => {
      if (container.name !== alpha.targets.update.container) return container;
      const facts = { ...alpha.targets.check, update: container.command };
      return { ...container, command: ["python", ...checkArguments(checkScript(), facts)] };
    });
    const { exitCodes, output } = await runTask({ ...update, containers }, { image, servers });
    const lines = (output[alpha.targets.update.container] ?? "").trim().split("\n");
    const { problems, warnings, questions } = JSON.parse(
      lines.at(-1)?.replace("django-ecs-check ", "") ?? "",
    );
    return {
      exitCodes,
      problems,
      warnings: warnings.map((one: { question: string }) => one.question),
      questions,
    };
  };
  // The stack doesn't rely on the kit, and says so.
  expect(await ask("6.1", "kit")).toMatchObject({
    exitCodes: { database: 0, backend_update: 0 },
    problems: [],
    warnings: ["kit"],
  });
  expect(await ask("5.2", "hand")).toMatchObject({
    exitCodes: { database: 0, backend_update: 0 },
    problems: [],
    warnings: ["static-manifest"],
  });
});
