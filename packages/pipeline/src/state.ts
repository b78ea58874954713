import { createHash } from "node:crypto";
import { UserError } from "@ublog/terminal/errors";
import * as z from "zod";
import { readJson } from "./json.ts";
import { failureOf, pulumi } from "./pulumi.ts";

const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().optional(),
  protect: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

const Deployment = z.looseObject({
  resources: z.array(Resource).nullish(),
  pending_operations: z
    .array(z.looseObject({ type: z.string(), resource: z.looseObject({ urn: z.string() }) }))
    .nullish(),
});

const Exported = z.looseObject({ deployment: Deployment.nullish() });

/** A resource as the state of a stack holds it. */
export type StateResource = z.infer<typeof Resource>;

/** What the backend knows of a stack. */
export interface State {
  resources: StateResource[];
  /** Operations that were cut off, such as `creating urn:…`: nobody knows how they ended. */
  interrupted: string[];
  /** Changes with every change of the resources. */
  fingerprint: string;
}

/** The state of a stack; undefined where the backend has no such stack. */
export async function readState(stack: string, cwd: string): Promise<State | undefined> {
  const result = await pulumi(["stack", "export", "--stack", stack], { cwd });
  if (result.code === 0) return parseState(result.stdout);
  if (/no stack named/.test(result.stderr)) return undefined;
  throw new UserError(`The state of ${stack} can't be read: ${failureOf(result)}`);
}

/** The state of a stack that has to be there. */
export async function neededState(stack: string, cwd: string): Promise<State> {
  const state = await readState(stack, cwd);
  if (state === undefined) throw new UserError(`The stack ${stack} doesn't exist.`);
  return state;
}

/** What `pulumi stack export` printed. */
export function parseState(json: string): State {
  const { deployment } = readJson(Exported, json, "What `pulumi stack export` printed");
  const resources = deployment?.resources ?? [];
  const pending = deployment?.pending_operations ?? [];
  return {
    resources,
    interrupted: pending.map(({ type, resource }) => `${type} ${resource.urn}`),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([resources, pending]))
      .digest("hex"),
  };
}

const Listed = z.array(
  z.looseObject({
    name: z.string(),
    resourceCount: z.number().optional(),
    updateInProgress: z.boolean().optional(),
  }),
);

/** The project's stacks that exist in the backend. */
export async function listStacks(cwd: string): Promise<z.infer<typeof Listed>> {
  const result = await pulumi(["stack", "ls", "--json"], { cwd });
  if (result.code !== 0)
    throw new UserError(`The stacks of the backend can't be listed: ${failureOf(result)}`);
  return readJson(Listed, result.stdout, "What `pulumi stack ls --json` printed");
}

/** Whether the backend has the stack; one that is listed with its organization counts too. */
export async function stackExists(stack: string, cwd: string): Promise<boolean> {
  return (await listStacks(cwd)).some(({ name }) => name.split("/").at(-1) === stack);
}

/** Whether a stack has any resources. One that was only created, or destroyed on purpose, counts as not made. */
export function isMade(state: State | undefined): state is State {
  return state !== undefined && (cloudResources(state).length > 0 || state.interrupted.length > 0);
}

/** The resources of a state that exist in the cloud: no components, no providers. */
export function cloudResources(state: State): StateResource[] {
  return state.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
}
