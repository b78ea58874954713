import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { UserError } from "@ublog/terminal/errors";
import { describeFindings } from "../sandbox/findings.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { type Change, type Counts, type UpdateResult, update } from "../sandbox/update.ts";

/** One line of the rehearsal's table. */
export interface Step {
  title: string;
  /** Does it and returns what was created, changed, and so on. Throws a `UserError` if it isn't as it should be. */
  run(rehearsal: Rehearsal): Promise<Partial<StepCounts>>;
  /** Finishes it if a planned fault made it fail half-way. Absent where no fault can. */
  again?: {
    stack: string;
    command: "up" | "destroy";
    run(rehearsal: Rehearsal): Promise<Partial<StepCounts>>;
  };
}

/** What a step did: resources by what an update did to them, and services that a release rolled. */
export interface StepCounts extends Counts {
  rolled: number;
}

/** What a step works with. */
export interface Rehearsal {
  sandbox: Sandbox;
  signal: AbortSignal;
}

/** Says what is wrong with an update, or nothing. */
export type Expectation = (result: UpdateResult) => string | undefined;

const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
/** The deploy targets, which name the newest revisions. */
const parameter = "aws:ssm/parameter:Parameter";

export interface UpStep {
  /** Defaults to `up <stack>`. */
  title?: string;
  /** Settings made in the rehearsal's own copy of the stack file first, by their path. */
  config?: Record<string, string>;
  expect: Expectation;
}

/** Brings a stack up, after changing its settings if there are any. */
export function up(stack: string, { title = `up ${stack}`, config = {}, expect }: UpStep): Step {
  return {
    title,
    async run({ sandbox, signal }) {
      for (const [path, value] of Object.entries(config)) {
        const set = await sandbox.pulumi(["config", "set", "--stack", stack, "--path", path, value], {
          signal,
        });
        if (set.code !== 0) throw new UserError(set.stderr.trim());
      }
      return check(await update(sandbox, "up", stack, { signal }), expect);
    },
    again: {
      stack,
      command: "up",
      // What is left to do is less than what was expected of the whole.
      run: async ({ sandbox, signal }) =>
        check(await update(sandbox, "up", stack, { signal }), () => undefined),
    },
  };
}

/** Destroys all that a stack has; the stack itself and its settings stay. */
export function destroy(stack: string): Step {
  const run: Step["run"] = async ({ sandbox, signal }) =>
    check(await update(sandbox, "destroy", stack, { signal }), onlyDeletes);
  return { title: `destroy ${stack}`, run, again: { stack, command: "destroy", run } };
}

/** The stand-in world has nothing left. */
export const nothingIsLeft: Step = { title: "nothing is left", run: findNothing };

/** Looks for resources that no stack accounts for any more. */
async function findNothing({ sandbox }: Rehearsal): Promise<Partial<Counts>> {
  const left = inWorld(sandbox.world, (world) => world.resources()).map(({ type, id }) => `  ${type} ${id}`);
  if (left.length > 0)
    throw new UserError(["The stacks are gone, but these are still there:", ...left].join("\n"));
  return {};
}

function check(result: UpdateResult, expect: Expectation): Counts {
  if (result.code !== 0) throw new UserError(["The engine says:", ...result.errors].join("\n"));
  if (result.findings.length > 0) throw new UserError(describeFindings(result.findings));
  const problem = expect(result);
  if (problem !== undefined) throw new UserError(problem);
  return result.counts;
}

export function onlyCreates({ counts, changes }: UpdateResult): string | undefined {
  if (counts.created === 0) return "It should have created resources, and created none.";
  return others(changes, "It should have created resources only", ({ kind }) => kind === "created");
}

export function changesNothing({ changes }: UpdateResult): string | undefined {
  return others(changes, "Nothing should have changed", () => false);
}

/** Nothing that holds data, and nothing else in AWS, is replaced or deleted. */
export function keepsEverything({ changes }: UpdateResult): string | undefined {
  const ofAws = changes.filter(({ type }) => !type.startsWith("random:"));
  return others(ofAws, "It should have kept every resource", ({ kind }) =>
    ["created", "changed"].includes(kind),
  );
}

export function onlyDeletes({ changes }: UpdateResult): string | undefined {
  return others(changes, "It should have deleted resources only", ({ kind }) => kind === "deleted");
}

/** A changed setting makes new task-definition revisions; the services, which run releases, stay as they are. */
export function publishesTemplates({ changes }: UpdateResult): string | undefined {
  if (!changes.some(({ kind, type }) => kind === "replaced" && type === taskDefinition)) {
    return "A new revision of a task definition should have been published, and none was.";
  }
  if (!changes.some(({ kind, type }) => kind === "unchanged" && type === service)) {
    return "The services should have been left alone, and there are none.";
  }
  return others(changes, "Only task definitions and the deploy targets should have changed", ({ type }) =>
    [taskDefinition, parameter].includes(type),
  );
}

/** Lists the changes that aren't allowed, if there are any. */
function others(changes: Change[], rule: string, allowed: (change: Change) => boolean): string | undefined {
  const wrong = changes.filter((change) => change.kind !== "unchanged" && !allowed(change));
  if (wrong.length === 0) return undefined;
  const lines = wrong.map(({ kind, type, urn }) => `  ${kind} ${type} ${urn.split("::").at(-1)}`);
  return [`${rule}, but:`, ...lines].join("\n");
}
