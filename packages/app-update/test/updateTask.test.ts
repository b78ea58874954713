import type { Task } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "vitest";
import { ECS_CALLS } from "../../aws-model/src/ecs/index.ts";
import type { Aws, OutputOf } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { checkArguments, checkScript } from "../src/release/checkScript.ts";
import { recordsOf, runningVersions } from "./support/inspect.ts";
import { digestOf, type Run, run, start } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import {
  DATABASE,
  makeWorld,
  publishTemplate,
  pushVersion,
  type World,
  type WorldOptions,
} from "./support/world.ts";

/** An environment whose update task makes the database, and where images are checked. */
function worldWith(options: WorldOptions = {}): World {
  const world = makeWorld({ database: true, check: true, services: ["gunicorn", "default"], ...options });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  return world;
}

const PROBLEMS = [
  {
    question: "health-check",
    reason: "GET /api/health-check/ answers 400",
    remedy: "Answer it in a middleware.",
  },
  {
    question: "storages",
    reason: "The default storage writes to the bucket's root",
    remedy: "Set its location",
  },
];
const WARNINGS = [{ question: "kit", reason: "The image has the kit", remedy: "Set `ublog:django.kit`" }];

function lastLine(found: { problems?: object[]; warnings?: object[] }): string {
  const { problems = [], warnings = [] } = found;
  return `django-ecs-check ${JSON.stringify({ version: 1, kit: null, django: "5.2.1", celery: null, questions: 25, problems, warnings })}`;
}

function refusing(log = ["PROBLEM health-check", lastLine({ problems: PROBLEMS, warnings: WARNINGS })]) {
  return { check: { log, exit: { code: 3, afterSeconds: 3 } } };
}

/** The containers of a revision by its ARN. */
function containersOf(world: World, arn = "") {
  return world.ecs.definitions[arn.slice(arn.lastIndexOf("/") + 1)]?.body.containerDefinitions ?? [];
}

describe("the revisions of the update task", () => {
  test("one makes the database, checks and updates; the other, for commands by hand, does neither and has no master secret", async () => {
    const world = worldWith();
    const { exit, stdout } = await run(world, "release v1");
    expect(exit, stdout).toBe(EXIT.done);
    const { update } = recordsOf(world)[0] ?? {};
    const [database, check, updating, ...others] = containersOf(world, update?.revision);
    expect(others).toEqual([]);
    expect(database).toMatchObject({
      name: "database",
      image: `public.ecr.aws/docker/library/postgres@${digestOf(DATABASE.image)}`,
      essential: false,
    });
    expect(check).toEqual({
      ...updating,
      name: "check",
      essential: false,
      startTimeout: 120,
      command: [
        "python",
        ...checkArguments(checkScript(), {
          ...world.targets.check,
          update: ["python", "manage.py", "migrate"],
        }),
      ],
      dependsOn: [{ containerName: "database", condition: "SUCCESS" }],
    });
    expect(updating).toMatchObject({
      name: "backend_update",
      dependsOn: [
        { containerName: "database", condition: "SUCCESS" },
        { containerName: "check", condition: "SUCCESS" },
      ],
    });
    const [only, ...rest] = containersOf(world, update?.runRevision);
    expect(rest).toEqual([]);
    expect(only).toEqual({ ...updating, dependsOn: undefined });
    expect(update).toMatchObject({
      database: { image: DATABASE.image, digest: digestOf(DATABASE.image) },
      isChecked: true,
    });
  });

  test("logs come in their order, each under its own name", async () => {
    const { stdout } = await run(worldWith(), "release v1");
    const logged = stdout.split("\n").filter((line) => line.includes(" │ "));
    expect(logged.map((line) => line.trim())).toEqual([
      "database │ The database is ready.",
      "check │ 25 questions asked: 0 problems and 0 warnings.",
      "update │ Running migrations:",
      "update │   No migrations to apply.",
      "update │ 0 static files copied.",
    ]);
    expect(stdout).toContain("  check: 25 questions, no problems\n");
  });

  test("`run` has the second one, also after a rollback", async () => {
    const world = worldWith();
    for (const command of ["release v1", "release v2", "rollback"])
      expect((await run(world, command)).exit).toBe(EXIT.done);
    const first = recordsOf(world).at(-1)?.update.runRevision ?? "none";
    const { exit } = await run(world, "run -- python manage.py check");
    expect(exit).toBe(EXIT.done);
    expect(Object.values(world.ecs.tasks).map(({ definition }) => definition)).toContain(
      first.slice(first.lastIndexOf("/") + 1),
    );
    expect(containersOf(world, first).map(({ name }) => name)).toEqual(["backend_update"]);
  });

  test("a second release has nothing to do; a change of the template waits, and neither digest nor check is one", async () => {
    const world = worldWith();
    await run(world, "release v1");
    expect(
      (await run(world, "release v1", { registry: { digestOf: async () => digestOf("newer") } })).stdout,
    ).toContain("Nothing to change: v1 runs already.");
    publishTemplate(world, "update", { MORE: "1" });
    const { stdout } = await run(world, "plan v1");
    expect(stdout).toContain(
      "update   backend_update.environment.MORE  –     1".replace("backend_update", "update"),
    );
    expect(stdout).not.toContain("check.");
    expect(stdout).not.toContain("database.");
    expect(stdout).toContain(
      "The image is checked before the update task migrates: problems refuse the release.",
    );
  });

  test("where the registry doesn't answer the image goes by its tag, and a line says so", async () => {
    const world = worldWith();
    const { stdout } = await run(world, "release v1", { registry: { digestOf: async () => undefined } });
    expect(stdout).toContain(
      "The database's container runs `public.ecr.aws/docker/library/postgres:17` by its tag: the registry didn't give its digest.",
    );
    expect(containersOf(world, recordsOf(world)[0]?.update.revision)[0]?.image).toBe(DATABASE.image);
  });

  test("--no-check leaves the check out, and says so", async () => {
    const world = worldWith({ scenarios: { v1: refusing() } });
    const { exit, stdout } = await run(world, "release v1 --no-check");
    expect(exit).toBe(EXIT.done);
    expect(stdout).toContain("Note: The image wasn't checked (--no-check).");
    expect(containersOf(world, recordsOf(world)[0]?.update.revision).map(({ name }) => name)).toEqual([
      "database",
      "backend_update",
    ]);
  });

  test("a check without its last line is no answer, and a note says so", async () => {
    const world = worldWith({ scenarios: { v1: { check: { log: ["Welcome!"] } } } });
    const { exit, stdout } = await run(world, "release v1");
    expect(exit).toBe(EXIT.done);
    expect(stdout).toContain(
      "Note: The check ended with 0 and without its last line, so it says nothing of the image: does its ENTRYPOINT pass its arguments on, and does its log reach CloudWatch?",
    );
  });

  test("one that is too large for ECS is refused before anything is done", async () => {
    const world = worldWith();
    publishTemplate(world, "update", { POLICY: "x".repeat(60_000) });
    const { exit, stdout } = await run(world, "release v1");
    expect(exit).toBe(EXIT.refused);
    expect(stdout).toMatch(
      /The update task's definition is 1\d{5} bytes long, and ECS takes 65536\. Shorten its `environment` \(secrets and files hold long values\), or release with --no-check: the check is a part of it\./,
    );
    expect(recordsOf(world)).toEqual([]);
  });

  test("a record from before is still read, and `run` uses its one revision", async () => {
    const world = makeWorld({ services: ["gunicorn"] });
    pushVersion(world, "v1");
    await run(world, "release v1");
    const [record] = recordsOf(world);
    expect(Object.keys(record?.update ?? {}).sort()).toEqual(["attempt", "revision", "task"]);
    expect((await run(world, "run -- true")).exit).toBe(EXIT.done);
  });
});

describe("a check that finds problems", () => {
  test("refuses the release with every reason, and nothing was touched", async () => {
    const world = worldWith({ scenarios: { v2: refusing() } });
    await run(world, "release v1");
    const { exit, stdout } = await run(world, "release v2");
    expect(exit).toBe(EXIT.refused);
    expect(
      stdout,
    ).toContain(`✗ Release 2 was refused: the check found 2 problems in v2. Nothing was migrated, and no service was touched.
  - health-check: GET /api/health-check/ answers 400. Answer it in a middleware.
  - storages: The default storage writes to the bucket's root. Set its location.
  Note: The check warns of kit: The image has the kit. Set \`ublog:django.kit\`.
`);
    expect(stdout).not.toContain("django-ecs-check");
    expect(stdout).not.toContain("update │");
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1" });
    expect(recordsOf(world)[0]).toMatchObject({
      state: "refused",
      check: { problems: PROBLEMS, warnings: WARNINGS },
    });
  });

  test("the same as JSON, and for GitHub", async () => {
    const world = worldWith({ scenarios: { v1: refusing() } });
    const { exit, stdout } = await run(world, "release v1 --json");
    expect(exit).toBe(EXIT.refused);
    const told = JSON.parse(stdout);
    expect(told.release.check.problems).toEqual(PROBLEMS);
    expect(told.problems).toHaveLength(2);
  });

  test("keeps nobody from the next release, and no rollback goes to it", async () => {
    const world = worldWith({ scenarios: { v2: refusing() } });
    pushVersion(world, "v3");
    await run(world, "release v1");
    expect((await run(world, "release v2")).exit).toBe(EXIT.refused);
    expect((await run(world, "status")).stdout).toContain("alpha runs v1 (release 1");
    expect((await run(world, "release v3")).exit).toBe(EXIT.done);
    expect((await run(world, "rollback")).stdout).toContain("Going back to release 1 (v1)");
    expect((await run(world, "rollback --to v2")).exit).toBe(EXIT.refused);
    expect((await run(world, "history")).stdout).toContain(
      "refused: The check refuses the image. health-check: GET",
    );
  });

  test("in the middle of another release takes everything back", async () => {
    const world = worldWith({ scenarios: { v2: { gunicorn: { health: 500 } }, v3: refusing() } });
    pushVersion(world, "v3");
    await run(world, "release v1");
    await run(world, "release v2 --no-rollback");
    const { exit, stdout } = await run(world, "release v3");
    expect(exit, stdout).toBe(EXIT.failed);
    expect(stdout).toContain(
      "Why: The check refuses the image. health-check: GET /api/health-check/ answers 400.",
    );
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1" });
  });

  test("with a last line that is cut off is a refusal all the same", async () => {
    const world = worldWith({ scenarios: { v1: refusing(["PROBLEM x", "django-ecs-check {"]) } });
    const { exit, stdout } = await run(world, "release v1");
    expect(exit).toBe(EXIT.refused);
    expect(stdout).toContain("  - It found problems, and its last line can't be read: its log says which.");
  });
});

describe("what fails before the update", () => {
  const failed = async (scenarios: WorldOptions["scenarios"]) => {
    const world = worldWith({ scenarios });
    const { exit, stdout } = await run(world, "release v1");
    expect(exit).toBe(EXIT.failed);
    expect(recordsOf(world)[0]).toMatchObject({ state: "failed" });
    return stdout.slice(stdout.indexOf("✗"));
  };

  test("the database's container is told with its own reason, exit code and log", async () => {
    const log = [
      'The database isn\'t ready: no connection to db: connection to server at "db", port 5432 failed: timeout expired',
    ];
    expect(await failed({ v1: { database: { log, exit: { code: 1, afterSeconds: 3 } } } })).toBe(
      `✗ Release 1 failed. No service was touched.
  Why: The container database of the update task, which makes the database, failed: no connection to db: connection to server at "db", port 5432 failed: timeout expired (exit code 1).
  What to do: The database server can't be reached: is it up, and do the security groups let the update task in?
  Last lines of its log:
  │ The database isn't ready: no connection to db: connection to server at "db", port 5432 failed: timeout expired
  https://alpha.example.com
`,
    );
  });

  test("also where it takes longer than its start timeout", async () => {
    expect(await failed({ v1: { database: { exit: { code: 0, afterSeconds: 200 } } } })).toContain(
      "Why: The container database of the update task, which makes the database, failed: it took longer than its start timeout: another update may hold its lock, or the server doesn't answer.\n",
    );
  });

  test("and where ECS never learned its exit code", async () => {
    expect(await failed({ v1: { database: { exit: { code: null, afterSeconds: 3 } } } })).toContain(
      "Why: The container database of the update task, which makes the database, failed: it stopped without an exit code.\n",
    );
  });

  test("a check that takes longer than two minutes is a failure", async () => {
    expect(await failed({ v1: { check: { exit: { code: 0, afterSeconds: 200 } } } })).toContain(
      "Why: The check of the image couldn't be carried out: it took longer than two minutes.\n",
    );
  });

  test("a check that crashes is a failure with its log and the way around it", async () => {
    const log = ["Traceback (most recent call last):", "ModuleNotFoundError: No module named 'celery'"];
    expect(await failed({ v1: { check: { log, exit: { code: 1, afterSeconds: 3 } } } })).toContain(
      `  Why: The check of the image couldn't be carried out: it ended with exit code 1.
  What to do: The image lacks the Python package of \`celery\`. To release without the check: --no-check.
  Last lines of its log:
  │ Traceback (most recent call last):
`,
    );
  });

  test("a database image that can't be pulled is told as such", async () => {
    const pull =
      "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref public.ecr.aws/docker/library/postgres:17: dial tcp: i/o timeout";
    const world = worldWith({ scenarios: { v1: { database: { neverStarts: pull } } } });
    const { exit, stdout } = await run(world, "release v1", {
      registry: { digestOf: async () => undefined },
    });
    expect(exit).toBe(EXIT.failed);
    expect(stdout).toContain(
      `Why: The container database of the update task, which makes the database, failed: its image can't be pulled (${pull}).
  What to do: The subnets must reach the registry of \`database.image\`: set it to a copy in ECR where there is no way out.
`,
    );
  });

  test("a task that ECS lets wait on for a container that has failed is stopped", async () => {
    const world = worldWith({ scenarios: { v1: { database: { exit: { code: 2, afterSeconds: 3 } } } } });
    // ECS forgets about the dependency, as it once did.
    const waiting =
      (aws: Aws): Aws =>
      async (operation, input) => {
        const answer: OutputOf<typeof operation> = await aws(operation, input);
        const [task] = operation === "ecs.DescribeTasks" ? ((answer as { tasks: Task[] }).tasks ?? []) : [];
        const isStopped = stops.length > 0;
        if (operation === "ecs.StopTask") stops.push((input as { reason: string }).reason);
        if (task === undefined || task.containers?.[0]?.exitCode !== 2 || isStopped) return answer;
        const containers = task.containers.map((one) =>
          one.name === "database"
            ? one
            : { ...one, exitCode: undefined, reason: undefined, lastStatus: "PENDING" },
        );
        return {
          tasks: [
            { ...task, lastStatus: "PENDING", desiredStatus: "RUNNING", stopCode: undefined, containers },
          ],
        } as typeof answer;
      };
    const stops: string[] = [];
    const { exit, stdout } = await run(world, "release v1", { between: waiting });
    expect(stops).toEqual(["app-update: database failed"]);
    expect(exit).toBe(EXIT.failed);
    expect(stdout).toContain("which makes the database, failed: it ended with exit code 2.");
  });

  test("somebody who stops the task is named, not a container that was stopped with it", async () => {
    const world = worldWith({ scenarios: { v1: { database: { exit: { code: 0, afterSeconds: 60 } } } } });
    const time = virtualTime(world.ecs.now);
    const stopping = async () => {
      await time.clock(new AbortController().signal).sleep(30_000);
      const [task] = Object.values(world.ecs.tasks);
      ECS_CALLS["ecs.StopTask"](world.ecs, {
        cluster: "alpha-cluster",
        task: task?.id ?? "",
        reason: "enough",
      });
    };
    const [result] = await time.run<unknown>(start(world, "release v1 --stack alpha", { time }), stopping());
    const { stdout } = (result as PromiseFulfilledResult<Run>).value;
    expect(stdout).toContain("somebody stopped it (enough)");
  });

  test("an update that fails by itself is told as before", async () => {
    expect(await failed({ v1: { backend_update: { exit: { code: 1, afterSeconds: 3 } } } })).toContain(
      "Why: The update task failed: it ended with exit code 1.",
    );
  });
});
