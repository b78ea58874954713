import { describe, expect, test } from "vitest";
import { check } from "../src/commands/check.ts";
import { EXIT } from "../src/outcome.ts";
import { checkArguments, checkScript } from "../src/release/checkScript.ts";
import type { Session } from "../src/session.ts";
import { isLocked, recordsOf } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import {
  awsOf,
  makeWorld,
  publishTargets,
  publishTemplate,
  pushVersion,
  type World,
  type WorldOptions,
} from "./support/world.ts";

const FOUND = { question: "storages", reason: "Uploads go elsewhere.", remedy: "Set the location." };
const line = (problems: object[], warnings: object[] = []) =>
  `django-ecs-check ${JSON.stringify({ version: 1, kit: null, django: "5.2.1", celery: null, questions: 25, problems, warnings })}`;

function worldWith(options: WorldOptions = {}): World {
  const world = makeWorld({ database: true, check: true, services: ["gunicorn"], ...options });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  return world;
}

/** A version whose check writes these lines and ends with an exit code. */
const checked = (log: string[], code: number) => ({
  check: { log, exit: { code, afterSeconds: 2 } },
});

describe("a check in AWS", () => {
  test("runs the version's image with the update's settings, and leaves nothing behind", async () => {
    const world = worldWith({ scenarios: { v2: checked(["25 questions asked.", line([], [FOUND])], 0) } });
    const { exit, stdout, calls } = await run(world, "check v2");
    expect(stdout).toBe(`▸ Checking v2 for alpha
  check │ 25 questions asked.
  check: ended (22 s)
✓ v2 fits alpha: 25 questions, no problems, 1 warning.
  Note: The check warns of storages: Uploads go elsewhere. Set the location.
`);
    expect(exit).toBe(EXIT.done);
    const [task] = Object.values(world.ecs.tasks);
    const definition = world.ecs.definitions[task?.definition ?? ""];
    expect(definition?.status).toBe("INACTIVE");
    const facts = { ...world.targets.check, update: ["python", "manage.py", "migrate"] };
    expect(definition?.body.containerDefinitions).toEqual([
      expect.objectContaining({
        name: "check",
        command: ["python", ...checkArguments(checkScript(), facts)],
      }),
    ]);
    expect(calls.filter((call) => call.startsWith("dynamodb."))).toEqual([]);
    expect([isLocked(world), recordsOf(world)]).toEqual([false, []]);
  });

  test("ends with 3 where the image doesn't fit, and with 1 where the check couldn't be carried out", async () => {
    const world = worldWith({ scenarios: { v1: checked([line([FOUND])], 3), v2: checked(["oh"], 1) } });
    const { exit, stdout } = await run(world, "check v1");
    expect(exit).toBe(EXIT.refused);
    expect(stdout).toContain(`✗ v1 doesn't fit alpha: the check found 1 problem.
  - storages: Uploads go elsewhere. Set the location.
`);
    const crashed = await run(world, "check v2");
    expect(crashed.exit).toBe(EXIT.failed);
    expect(crashed.stdout).toContain(
      "The check of the image couldn't be carried out: it ended with exit code 1.",
    );
    expect(Object.values(world.ecs.definitions).filter(({ status }) => status === "INACTIVE")).toHaveLength(
      2,
    );
  });

  test("doesn't take an image for a good one that ran something else", async () => {
    const world = worldWith({ scenarios: { v2: checked(["Nothing to do."], 0) } });
    const { exit, stdout } = await run(world, "check v2");
    expect(exit).toBe(EXIT.failed);
    expect(stdout).toContain(
      "The check of the image couldn't be carried out: it ended with 0 and without its last line, so the image ran something else: does its ENTRYPOINT pass its arguments on?\n",
    );
  });

  test("without a version checks what was released last", async () => {
    const world = worldWith();
    expect((await run(world, "check")).stdout).toContain(
      "alpha has no release yet: write the version to check, or --image for an image of this machine.",
    );
    await run(world, "release v1");
    expect((await run(world, "check --json")).exit).toBe(EXIT.done);
    expect((await run(world, "check")).stdout).toContain("✓ v1 fits alpha");
  });

  test("is refused where there is no such image, and where the environment has no check", async () => {
    const world = worldWith();
    expect((await run(world, "check v9")).stdout).toContain("has no image `v9`: build and push it first");
    world.targets.check = undefined;
    publishTargets(world);
    expect((await run(world, "check v1")).stdout).toContain(
      "alpha doesn't say what a check has to know: run `pulumi up` on its stack",
    );
  });

  test("doesn't keep a release from starting", async () => {
    const world = worldWith({
      scenarios: { v2: { check: { log: [line([])], exit: { code: 0, afterSeconds: 600 } } } },
    });
    const time = virtualTime(world.ecs.now);
    const [one, two] = await time.run(
      run(world, "check v2", { time }).then(({ exit }) => exit),
      time
        .clock()
        .sleep(60_000)
        .then(() => run(world, "release v1", { time }))
        .then(({ exit }) => exit),
    );
    expect([one, two]).toMatchObject([{ value: EXIT.done }, { value: EXIT.done }]);
  });
});

describe("a check with Docker", () => {
  async function withDocker(world: World, lines: string[], code: number | undefined) {
    const ran: string[][] = [];
    const shown: string[] = [];
    const session = {
      aws: awsOf(world, () => world.ecs.now),
      parameter: "/django/ublog/alpha/deploy-targets",
      progress: { step() {}, line() {}, log: (_: string, text: string) => shown.push(text) },
    } as unknown as Session;
    const report = check(session, {
      timeout: 0,
      versions: {},
      digests: {},
      image: "backend:ci",
      docker: async (args, tell) => {
        ran.push(args);
        for (const each of lines) tell(each);
        return code;
      },
    });
    return { report: await report.catch((error: unknown) => error), ran, shown };
  }

  test("has the template's plain variables, and made-up secrets; nothing is reached", async () => {
    const world = worldWith();
    publishTemplate(world, "update", { EMPTY: "", WITH_SPACE: "a b" });
    const { report, ran, shown } = await withDocker(world, ["25 questions asked.", line([])], 0);
    expect(report).toMatchObject({
      exit: EXIT.done,
      headline: "backend:ci fits alpha: 25 questions, no problems.",
    });
    expect(shown).toEqual(["25 questions asked."]);
    const facts = { ...world.targets.check, update: ["python", "manage.py", "migrate"], offline: true };
    expect(ran).toEqual([
      [
        ...["run", "--rm", "--network", "none"],
        ...[
          "--env",
          "APP_NAME=alpha",
          "--env",
          "EMPTY=",
          "--env",
          "WITH_SPACE=a b",
          "--env",
          "APP_VERSION=ci",
        ],
        ...["--env", "DJANGO_SECRET_KEY=placeholder-for-a-secret-of-the-stack-0123456789-ABCDEFGHIJ"],
        ...["--env", "SENTRY_DSN="],
        "backend:ci",
        ...["python", ...checkArguments(checkScript(), facts)],
      ],
    ]);
  });

  test("ends with 3 where the image doesn't fit; Docker's own failures are failures", async () => {
    expect((await withDocker(worldWith(), [line([FOUND])], 3)).report).toMatchObject({ exit: EXIT.refused });
    expect((await withDocker(worldWith(), ["docker: no such image"], 125)).report).toMatchObject({
      failure: { reason: "The check of the image couldn't be carried out: it ended with exit code 125." },
    });
    expect((await withDocker(worldWith(), [], undefined)).report).toMatchObject({
      problems: ["`docker` isn't on the PATH: install it, or check a version in AWS."],
    });
  });

  test("takes no version beside the image, and no option for one", async () => {
    expect((await run(worldWith(), "check v1 --image backend:ci")).exit).toBe(EXIT.refused);
    expect((await run(worldWith(), "check --image=--privileged")).stderr).toContain(
      "Write an image of this machine's Docker, for example backend:ci.",
    );
  });
});
