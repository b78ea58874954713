import { stripVTControlCharacters } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { advance, ECS_CALLS } from "../../aws-model/src/ecs/index.ts";
import { exec } from "../src/commands/exec.ts";
import { processSurroundings } from "../src/main.ts";
import { EXIT } from "../src/outcome.ts";
import { recordsOf } from "./support/inspect.ts";
import { run, start } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import {
  awsOf,
  makeWorld,
  publishTemplate,
  pushVersion,
  type World,
  type WorldOptions,
} from "./support/world.ts";

async function released(options: WorldOptions = {}): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "default", "frontend"], ...options });
  pushVersion(world, "v1");
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  return world;
}

function desiredCount(world: World, process: string): number | undefined {
  return world.ecs.services[`alpha-cluster/alpha-${process}`]?.desiredCount;
}

describe("plan", () => {
  test("shows what a release would do to each process, and changes nothing", async () => {
    const world = await released({ scheduled: ["clearsessions"] });
    pushVersion(world, "v2");
    const before = structuredClone(world.ecs.services);
    const plan = await run(world, "plan v2");
    expect(plan.exit).toBe(EXIT.done);
    expect(plan.stdout).toMatch(
      /^Process +Action +Runs +Version +Template +Image\nupdate +run +alpha-backend_update:2 +v1 → v2 +alpha-backend_update:1 +ublog-backend@sha256:[0-9a-f]{8} → ublog-backend@sha256:[0-9a-f]{8}\ngunicorn +roll +alpha-gunicorn:2 +v1 → v2 +alpha-gunicorn:1 +ublog-backend@sha256:[0-9a-f]{8} → ublog-backend@sha256:[0-9a-f]{8}\n/,
    );
    expect(plan.stdout).toContain("✓ A release of v2 would change 4 processes.");
    expect(world.ecs.services).toEqual(before);
  });

  test("says which infrastructure changes a release would carry along, and --check exits with 2 for them", async () => {
    const world = await released();
    expect((await run(world, "plan v1 --check")).exit).toBe(EXIT.done);
    publishTemplate(world, "default", { QUEUES: "default" });
    const plan = await run(world, "plan v1 --check");
    expect(plan.exit).toBe(EXIT.differences);
    expect(plan.stdout).toContain("Infrastructure changes that wait for a release\nProcess  Setting");
    expect(plan.stdout).toMatch(/\ndefault +default\.environment\.QUEUES +– +default\n/);
    expect(plan.stdout).toContain(
      "! A release of v1 would change 1 process and carry infrastructure changes along.",
    );
  });

  test("counts a change of the update task's settings too", async () => {
    const world = await released();
    publishTemplate(world, "update", { MIGRATE: "1" });
    const plan = await run(world, "plan v1 --check");
    expect(plan.exit).toBe(EXIT.differences);
    expect(plan.stdout).toContain("update   update.environment.MIGRATE  –     1");
    expect((await run(world, "release v1")).calls).not.toContain("ecs.UpdateService");
    expect((await run(world, "plan v1 --check")).exit).toBe(EXIT.done);
  });

  test("another version alone is no infrastructure change", async () => {
    const world = await released();
    pushVersion(world, "v2");
    expect((await run(world, "plan v2 --check")).exit).toBe(EXIT.done);
  });

  test("of what was just released is empty", async () => {
    const world = await released();
    publishTemplate(world, "default", { QUEUES: "default" });
    await run(world, "release v1");
    const plan = JSON.parse((await run(world, "plan v1 --json --check")).stdout);
    expect(plan).toMatchObject({ exit: 0, plan: { changes: false, infrastructureWaits: false } });
  });

  test("of a version that isn't there is refused", async () => {
    const plan = await run(await released(), "plan v9");
    expect(plan.exit).toBe(EXIT.refused);
    expect(plan.stdout).toContain("has no image `v9`");
  });
});

describe("status", () => {
  test("shows versions, counts and what is out of the ordinary", async () => {
    const world = await released();
    publishTemplate(world, "frontend", { A: "1" });
    world.scaling["alpha-gunicorn"] = { min: 2, max: 6 };
    ECS_CALLS["ecs.UpdateService"](world.ecs, {
      cluster: "alpha-cluster",
      service: "alpha-default",
      desiredCount: 4,
    });
    advance(world.ecs, world.ecs.now + 60_000);
    const status = await run(world, "status");
    expect(status.exit).toBe(EXIT.done);
    expect(status.stdout).toMatch(/\ngunicorn +v1 +alpha-gunicorn:2 +2\/2 +2–6 +steady\n/);
    expect(status.stdout).toMatch(/\ndefault +v1 +alpha-default:2 +4\/4 +– +steady\n/);
    expect(status.stdout).toMatch(/✓ alpha runs v1 \(release 1, by .*, 2026-11-23 .*Z\)\./);
    const notes = status.stdout.split("\n").filter((line) => line.startsWith("  Note: "));
    expect(notes).toEqual([
      "  Note: default runs 4 tasks and isn't scaled automatically; it started with 1. `app-update scale default 1` changes that.",
    ]);
    expect(status.stdout).toContain(
      "\nInfrastructure changes that wait for a release\nProcess   Setting                 Runs  Published\nfrontend  frontend.environment.A  –     1\n",
    );
  });

  test("before the first release, and without a service", async () => {
    const world = makeWorld({ services: ["gunicorn"] });
    world.ecs.services = {};
    const status = await run(world, "status");
    expect(status.stdout).toMatch(/\ngunicorn +– +– +– +– +missing\n/);
    expect(status.stdout).toContain("✓ alpha has no release yet.");
  });
});

test("history shows who released what and when, by what commit and digests, and what became of it", async () => {
  const world = await released();
  world.ecs.scenarios.v2 = { backend_update: { exit: { code: 1, afterSeconds: 1 } } };
  pushVersion(world, "v2");
  const environment = {
    GITHUB_ACTOR: "grace",
    GITHUB_RUN_ID: "7",
    GITHUB_REF_NAME: "v2",
    GITHUB_SHA: "c0ffee".repeat(6),
  };
  await run(world, "release v2", { environment });
  const history = await run(world, "history");
  const [, second, first] = history.stdout.split("\n");
  expect(second).toMatch(
    /^2 +v2 +c0ffeec0ff +backend [0-9a-f]{8}, frontend [0-9a-f]{8} +grace +2026-.*Z +failed: The update task failed: it ended with exit code 1\.$/,
  );
  expect(first).toMatch(/^1 +v1 +– +backend .* +succeeded$/);
  const [newest] = JSON.parse((await run(world, "history --json --limit 1")).stdout).releases;
  expect(newest).toMatchObject({
    number: 2,
    actor: "grace",
    state: "failed",
    digests: { backend: expect.stringMatching(/^sha256:/) },
  });
});

test.each([80, 120])("in a terminal %i wide tables fit, and no word is broken", async (columns) => {
  const world = await released({ scheduled: ["clearsessions"] });
  world.ecs.scenarios["v2-with-a-long-name"] = { backend_update: { exit: { code: 1, afterSeconds: 1 } } };
  pushVersion(world, "v2-with-a-long-name");
  const environment = { USER: "ada-lovelace-of-the-release-team", NO_COLOR: "1" };
  await run(world, "release v2-with-a-long-name", { environment });
  publishTemplate(world, "default", { QUEUES: "default,mail,reports,thumbnails,everything-else" });
  for (const command of ["plan v2-with-a-long-name", "history", "status"]) {
    const wide = await run(world, command, { environment });
    const { stdout } = await run(world, command, { environment, columns });
    const tableOf = (text: string) => stripVTControlCharacters(text).split("\n\n").slice(0, -1).join("\n");
    expect(
      tableOf(stdout)
        .split("\n")
        .filter((line) => line.length > columns),
    ).toEqual([]);
    const words = (text: string) => tableOf(text).split(/\s+/).filter(Boolean).sort();
    expect(words(stdout)).toEqual(words(wide.stdout));
  }
});

describe("logs", () => {
  test("shows the lines of all tasks in the order of time, as far back as wanted", async () => {
    const world = await released();
    world.ecs.logs["/ecs/alpha/default"] = {
      "default/default/0123456789": [{ timestamp: world.ecs.now - 3600_000, message: "long ago" }],
      "default/default/abcdefghij": [{ timestamp: world.ecs.now - 2000, message: "second\n" }],
      "default/default/9876543210": [{ timestamp: world.ecs.now - 5000, message: "first" }],
      "default/agent/9876543210": [{ timestamp: world.ecs.now - 4000, message: "of a sidecar" }],
    };
    const lines = (await run(world, "logs default --since 10m")).stdout.split("\n");
    expect(lines[0]).toMatch(/^2026-.*Z 98765432 first$/);
    expect(lines[1]).toMatch(/^2026-.*Z abcdefgh second$/);
    expect(lines[2]).toBe("✓ 2 lines of /ecs/alpha/default.");
    expect((await run(world, "logs default --since 2h --filter long")).stdout).toContain("long ago");
  });

  test("follows until it is interrupted, and shows no line twice", async () => {
    const world = await released();
    const time = virtualTime(world.ecs.now);
    const lines = [{ timestamp: time.now(), message: "old" }];
    world.ecs.logs["/ecs/alpha/default"] = { "default/default/a": lines };
    let interrupt = () => {};
    const following = start(world, "logs default --follow --stack alpha", {
      time,
      interrupt: (callback) => {
        interrupt = callback;
      },
    });
    const writing = async () => {
      await time.clock().sleep(10_000);
      lines.push({ timestamp: time.now(), message: "new" });
      await time.clock().sleep(10_000);
      interrupt();
    };
    await time.run<unknown>(following, writing());
    const { exit, stdout } = await following;
    expect(exit).toBe(EXIT.done);
    expect(stdout.match(/ (old|new)\n/g)).toEqual([" old\n", " new\n"]);
  });

  test("of a process that isn't there names those there are", async () => {
    const refused = await run(await released(), "logs celery");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain(
      "- There is no process `celery`: choose one of `gunicorn`, `default`, `frontend`, `update`.",
    );
  });
});

describe("run", () => {
  test("runs a command with the current release's image and settings, shows its log and ends with its exit code", async () => {
    const world = await released();
    world.ecs.scenarios.v1 = {
      run: { log: ["System check identified 3 issues."], exit: { code: 7, afterSeconds: 4 } },
    };
    const ran = await run(world, "run -- python manage.py check --deploy");
    expect(ran.exit).toBe(7);
    expect(ran.stdout).toContain("▸ Running `python manage.py check --deploy` in alpha-backend_update:2");
    expect(ran.stdout).toContain("  update │ System check identified 3 issues.");
    const task = Object.values(world.ecs.tasks).find((one) => one.startedBy === "app-update/run");
    expect(task?.commands).toEqual({ backend_update: ["python", "manage.py", "check", "--deploy"] });
  });

  test("in another process's settings", async () => {
    const world = await released();
    const ran = await run(world, "run --process default -- celery inspect ping");
    expect(ran.exit).toBe(EXIT.done);
    expect(ran.stdout).toContain("▸ Running `celery inspect ping` in alpha-default:2");
  });

  test("of a task without an exit code ends with 125 and the reason", async () => {
    const world = await released();
    world.ecs.scenarios.v1 = { run: { neverStarts: "ResourceInitializationError: i/o timeout" } };
    const ran = await run(world, "run -- true");
    expect(ran.exit).toBe(EXIT.noExitCode);
    expect(ran.stdout).toContain("✗ It gave no exit code.");
    expect(ran.stdout).toContain("Why: The update task gave no exit code: AWS couldn't set it up");
  });

  test("for which there is no capacity ends with 125 too", async () => {
    const world = await released();
    world.ecs.scenarios.v1 = { run: { unplaceable: "Capacity is unavailable at this time" } };
    const ran = await run(world, "run -- true");
    expect(ran.exit).toBe(EXIT.noExitCode);
    expect(ran.stdout).toContain("✗ It was never started.");
    expect(ran.calls.filter((call) => call === "ecs.RunTask")).toHaveLength(5);
  });

  test("before the first release is refused", async () => {
    const refused = await run(makeWorld(), "run -- true");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain(
      "- alpha has no release yet, so there is nothing to run: release a version first.",
    );
  });
});

describe("exec", () => {
  async function session(
    world: World,
    spawn: (program: string, args: string[]) => Promise<number | undefined>,
  ) {
    const clock = virtualTime(world.ecs.now).clock();
    const progress = { step() {}, line() {}, detail() {}, warn() {}, log() {}, status() {} };
    const signal = new AbortController().signal;
    const aws = awsOf(world, clock.now);
    const options = {
      timeout: 0,
      dryRun: false,
      process: "default",
      command: ["python", "-c", "print('a b')"],
      spawn,
    };
    const parameter = "/django/ublog/alpha/deploy-targets";
    const identity = { actor: "ada" };
    const { registry } = processSurroundings;
    return exec({ aws, registry, parameter, clock, progress, signal, identity, newId: () => "id" }, options);
  }

  test("hands the session to the plugin, and ends with its exit code", async () => {
    const world = await released();
    const spawn = vi.fn(async (_program: string, args: string[]) => (args[0] === "--version" ? 0 : 5));
    const report = await session(world, spawn);
    expect(report.exit).toBe(5);
    const [program, args] = spawn.mock.calls[1] ?? [];
    const task = Object.values(world.ecs.tasks).find(
      (one) => one.service === "alpha-default" && one.phase === "RUNNING",
    );
    expect(program).toBe("session-manager-plugin");
    expect(args?.slice(1)).toEqual([
      "us-east-1",
      "StartSession",
      "",
      JSON.stringify({ Target: `ecs:alpha-cluster_${task?.id}_${task?.id}-0` }),
      "https://ssm.us-east-1.amazonaws.com",
    ]);
    expect(JSON.parse(args?.[0] ?? "")).toEqual({
      SessionId: expect.stringMatching(/^ecs-execute-command-/),
      StreamUrl: expect.stringMatching(/^wss:/),
      TokenValue: expect.any(String),
    });
  });

  test("without the plugin names it and where to get it", async () => {
    await expect(session(await released(), async () => undefined)).rejects.toThrow(
      "`session-manager-plugin` isn't on the PATH: install it (https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html).",
    );
  });

  test("without a running task is refused", async () => {
    const world = await released();
    ECS_CALLS["ecs.UpdateService"](world.ecs, {
      cluster: "alpha-cluster",
      service: "alpha-default",
      desiredCount: 0,
    });
    advance(world.ecs, world.ecs.now + 60_000);
    await expect(session(world, async () => 0)).rejects.toThrow("No task of default is running.");
  });
});

describe("restart", () => {
  test("gives all processes new tasks of the same revision, wave by wave", async () => {
    const world = await released();
    const before = new Set(Object.keys(world.ecs.tasks));
    const done = await run(world, "restart");
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout).toContain("✓ Restarted gunicorn, default, frontend.");
    const running = Object.values(world.ecs.tasks).filter((task) => task.phase === "RUNNING");
    expect(running.map((task) => task.definition).sort()).toEqual([
      "alpha-default:2",
      "alpha-gunicorn:2",
      "alpha-gunicorn:2",
      "alpha-web-ui:2",
    ]);
    expect(running.filter((task) => before.has(task.id))).toEqual([]);
  });

  test("of one process that can't come up again says so", async () => {
    const world = await released({ circuitBreaker: false });
    world.ecs.scenarios.v1 = {
      default: {
        neverStarts: "ResourceInitializationError: unable to pull secrets: ResourceNotFoundException",
      },
    };
    const failed = await run(world, "restart default");
    expect(failed.exit).toBe(EXIT.unresolved);
    expect(failed.stdout).toContain(
      "Why: default can't start: one of its secrets doesn't exist or has no value",
    );
  });

  test("that AWS stops half-way doesn't claim that nothing was changed", async () => {
    const world = await released();
    const error = Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" });
    const failed = await run(world, "restart default", {
      between: (aws) => (operation, input) =>
        operation === "ecs.UpdateService"
          ? aws(operation, input).then(() => Promise.reject(error))
          : aws(operation, input),
    });
    expect(failed.exit).toBe(EXIT.unresolved);
    expect(failed.stdout).toContain("✗ Failed half-way: see `app-update status`.\n  - AWS denies it: no.");
  });

  test("of a process that is named twice restarts it once", async () => {
    const done = await run(await released(), "restart default default");
    expect(done.stdout).toContain("✓ Restarted default.");
    expect(done.calls.filter((call) => call === "ecs.UpdateService")).toHaveLength(1);
  });

  test("of nothing that runs is refused", async () => {
    const refused = await run(makeWorld(), "restart");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain("- No task is running, so there is nothing to restart.");
  });
});

describe("scale", () => {
  test("sets the count and waits for the tasks", async () => {
    const world = await released();
    const done = await run(world, "scale default 3");
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout).toMatch(/^▸ Scaling default from 1 to 3\n {2}default: done \(\d+ s\)\n/);
    expect(done.stdout).toContain("✓ default has 3 tasks (before: 1).");
    expect((await run(world, "scale default 1")).stdout).toContain("✓ default has 1 task (before: 3).");
    await run(world, "scale default 3");
    expect((await run(world, "scale default 3")).stdout).toContain("✓ default has 3 already.");
    await run(world, "scale default 0");
    expect(desiredCount(world, "default")).toBe(0);
  });

  test("out of autoscaling's range is refused", async () => {
    const world = await released();
    world.scaling["alpha-default"] = { min: 1, max: 4 };
    const refused = await run(world, "scale default 9");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain(
      "- Autoscaling keeps default between 1 and 4 tasks and would undo 9: change `scaling` in the app's settings.",
    );
  });

  test("of what may only be there once is refused above 1", async () => {
    const world = await released({ services: ["gunicorn", "beat"] });
    const refused = await run(world, "scale beat 3");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain(
      "- Only one beat may run: 3 of them would do everything 3 times, as Celery beat would send each periodic task. Write 0 or 1.",
    );
    expect((await run(world, "scale beat 0")).exit).toBe(EXIT.done);
    expect((await run(world, "scale beat 1")).exit).toBe(EXIT.done);
  });

  test("to very many tasks that nothing limits says what they cost, and needs --force", async () => {
    const world = await released();
    const refused = await run(world, "scale default 51");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.calls.filter((call) => /Update|Put/.test(call))).toEqual([]);
    expect(refused.stdout).toContain(
      "- 51 tasks of default are 12.75 vCPU and 25.5 GiB, about 368 USD a month on demand, and each opens connections to the database: more than 50 only with --force, within the account's Fargate quota. Or set `scaling.max` in the app's settings.",
    );
    expect((await run(world, "scale default 51 --force")).exit).toBe(EXIT.done);
    expect((await run(world, "scale default 51")).stdout).toContain("✓ default has 51 already.");
    expect((await run(world, "scale default 50")).exit).toBe(EXIT.done);
    world.scaling["alpha-default"] = { min: 1, max: 60 };
    expect((await run(world, "scale default 60")).exit).toBe(EXIT.done);
  });

  test("that AWS doesn't get to says how far it came", async () => {
    const world = await released();
    world.ecs.scenarios.v1 = { default: { unplaceable: "Capacity is unavailable at this time" } };
    const late = await run(world, "scale default 3 --timeout 5m");
    expect(late.exit).toBe(EXIT.unresolved);
    expect(late.stdout).toContain("✗ default has 1 of 3 tasks after 5 min.");
  });
});

test.each([
  ["release v2", "A release of v2 would change 3 processes."],
  ["run -- true", "It would run `true` in alpha-backend_update:2."],
  ["restart default", "It would restart default."],
  ["scale default 3", "It would scale default from 1 to 3."],
  ["exec default", "It would run `/bin/sh` in task "],
])("%s --dry-run only says what it would do", async (command, said) => {
  const world = await released();
  pushVersion(world, "v2");
  const [before, records] = [structuredClone(world.ecs), recordsOf(world)];
  const [verb, ...rest] = command.split(" ");
  const dry = await run(world, [verb, "--dry-run", ...rest].join(" "));
  expect(dry.exit, dry.stdout).toBe(EXIT.done);
  expect(dry.stdout).toContain(`✓ ${said}`);
  expect({ ...world.ecs, now: 0 }).toEqual({ ...before, now: 0 });
  expect(recordsOf(world)).toEqual(records);
});

test.each([
  ["restart nuxt web-ui frontend --dry-run", "It would restart frontend."],
  ["scale web-ui 3 --dry-run", "It would scale frontend from 1 to 3."],
  ["run --process pre_update --dry-run -- true", "It would run `true` in alpha-backend_update:2."],
  ["run --process nuxt --dry-run -- true", "It would run `true` in alpha-web-ui:2."],
  ["logs backend_update", "lines of /ecs/alpha/backend_update."],
  [
    `plan v1 --digest django=sha256:${"a".repeat(64)}`,
    "  - `123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend` has no image `sha256:a",
  ],
])("%s takes the words that processes and images had, and shows those of today", async (command, said) => {
  expect((await run(await released(), command)).stdout).toContain(said);
});
