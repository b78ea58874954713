import { expect } from "vitest";
import { advance, type Scenarios } from "../../../aws-model/src/ecs/index.ts";
import type { OperationName } from "../../src/aws/operations.ts";
import { isUnfinished } from "../../src/ledger/record.ts";
import { EXIT } from "../../src/outcome.ts";
import { TAG } from "../../src/release/definition.ts";
import { breaking, type Fault } from "./faults.ts";
import { isLocked, recordsOf, revisionsTagged, runningVersions } from "./inspect.ts";
import { run } from "./program.ts";
import { makeWorld, publishTemplate, pushVersion, type World } from "./world.ts";

/*
 * A release of five services and two scheduled tasks, and at every single API call in turn something goes wrong. Whatever it
 * is: once the program has been run again, either everything is new and written down, or everything is old.
 */

const MINUTES = 60_000;
/** How long all positions of one fault may take, in milliseconds. */
export const SLOW = 120_000;

/** A command that goes wrong at every call. */
export interface Sweep {
  start: World;
  command: string;
  /** The versions before and after. */
  from: string;
  to: string;
  /** How the command ends where nothing goes wrong. */
  end: number;
}

/** A world where the update task makes the database and images are checked, v1 runs, v2 is pushed, and Pulumi has published new settings for one process. */
export async function betweenReleases(scenarios: Scenarios = {}): Promise<World> {
  const world = makeWorld({ scheduled: ["clearsessions", "digest"], scenarios, database: true, check: true });
  pushVersion(world, "v1");
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  pushVersion(world, "v2");
  publishTemplate(world, "mail", { MAIL_FROM: "team@example.com" });
  return world;
}

/** What must be true whenever a run has ended by itself. */
function checkEnd(world: World, { command, from, to }: Sweep, exit: number, where: string): void {
  const versions = runningVersions(world);
  const all = (version: string) =>
    Object.fromEntries(Object.keys(versions).map((process) => [process, version]));
  if (exit === EXIT.done) {
    expect(versions, where).toEqual(all(to));
    expect(recordsOf(world)[0], where).toMatchObject({ version: to, state: "succeeded" });
  }
  if (exit === EXIT.failed || exit === EXIT.refused) expect(versions, where).toEqual(all(from));
  for (const { id } of recordsOf(world))
    for (const [family, count] of Object.entries(revisionsTagged(world, TAG.release, id)))
      expect(count, `${where}: ${command} registered ${family} twice for ${id}`).toBe(1);
}

/** Breaks one call of a command, then runs it again to its end. Gives the call, or undefined if there was none. */
async function breakCall(sweep: Sweep, fault: Fault, position: number): Promise<OperationName | undefined> {
  const world = structuredClone(sweep.start);
  let broken: OperationName | undefined;
  const first = await run(world, sweep.command, {
    between: breaking(position, fault, (operation) => {
      broken = operation;
    }),
  });
  if (broken === undefined) return undefined;
  const where = `${fault} at call ${position} (${broken})`;
  const isKilled = fault === "killed";
  if (!isKilled) checkEnd(world, sweep, first.exit, `${where}, first run: ${first.stdout}`);

  if (isLocked(world)) {
    const tooEarly = await run(world, sweep.command);
    expect(tooEarly.exit, where).toBe(EXIT.refused);
    expect(tooEarly.stdout, where).toContain(`holds the release lock: \`${sweep.command}\``);
    advance(world.ecs, world.ecs.now + 3 * MINUTES);
  }
  const wasUnfinished = recordsOf(world).some(isUnfinished);
  const again = await run(world, sweep.command);
  expect([EXIT.done, sweep.end], `${where}, second run: ${again.stdout}`).toContain(again.exit);
  checkEnd(world, sweep, again.exit, `${where}, second run: ${again.stdout}`);
  expect(isLocked(world), where).toBe(false);
  expect(recordsOf(world).some(isUnfinished), where).toBe(false);
  if (isKilled && wasUnfinished) {
    expect(again.exit, where).toBe(sweep.end);
    for (const [family, count] of Object.entries(revisionsTagged(world, TAG.version, "v2")))
      expect(count, `${where}: revisions of ${family}`).toBe(family === world.targets.update.family ? 2 : 1);
  }
  return broken;
}

/** Breaks each call of a command in turn. */
export async function breakEveryCall(name: string, sweep: Sweep, fault: Fault, first = 1): Promise<void> {
  const positions: OperationName[] = [];
  for (;;) {
    const broken = await breakCall(sweep, fault, first + positions.length);
    if (broken === undefined) break;
    positions.push(broken);
  }
  expect(positions.length).toBeGreaterThan(30);
  const kinds = new Set(positions).size;
  console.log(`${name}, ${fault}: ${positions.length} positions, ${kinds} kinds of API call`);
}
