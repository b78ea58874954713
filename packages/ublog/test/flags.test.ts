import { appUpdate } from "@ublog/app-update/src/cli.ts";
import { pipeline } from "@ublog/pipeline/src/cli.ts";
import { project } from "@ublog/project/src/cli.ts";
import { sandbox } from "@ublog/sandbox/cli";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { expect, test } from "vitest";

/** Every option of every verb. */
const options = [pipeline(), appUpdate(), project(), sandbox()].flatMap(({ program }) =>
  program.commands
    .flatMap((command) => [command, ...command.commands])
    .flatMap((command) =>
      command.options.map((option) => ({ at: `${program.name()} ${command.name()}`, command, ...option })),
    ),
);
const called = (long: string) => options.filter((option) => option.long === long);

test.each([JSON_FLAG, DRY_RUN_FLAG])("%s is described the same everywhere: %s", (flag, description) => {
  expect(called(flag).length).toBeGreaterThan(3);
  expect(called(flag).filter((option) => option.description !== description)).toEqual([]);
});

test("--stack names a stack in every program, and --env is another spelling of it in the release tool alone", () => {
  const programs = (long: string) => [...new Set(called(long).map(({ at }) => at.split(" ")[0]))];
  expect(programs("--stack")).toEqual(["pipeline", "app-update", "project", "sandbox"]);
  expect(called("--stack").filter(({ flags }) => !/^(-s, )?--stack <name>$/.test(flags))).toEqual([]);
  expect(programs("--env")).toEqual(["app-update"]);
  expect(new Set(called("--env").map(({ description }) => description))).toEqual(
    new Set(["the same as --stack"]),
  );
});

test("--operation says what is done, and nothing else does", () => {
  expect(called("--operation").map(({ at, flags }) => [at, flags])).toEqual(
    ["request", "preview", "apply"].map((verb) => [`pipeline ${verb}`, "--operation <operation>"]),
  );
  expect(options.filter(({ long }) => ["--action", "--environment"].includes(long ?? ""))).toEqual([]);
});
