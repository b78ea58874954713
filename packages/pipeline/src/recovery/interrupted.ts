import type { Account, Lookup } from "@ublog/aws-model/src/descriptor/finder.ts";
import * as z from "zod";
import { readJson } from "../json.ts";
import { parseUrn } from "../urn.ts";
import { lookUp } from "./lookup.ts";

const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  delete: z.boolean().optional(),
});

const Exported = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(Resource).nullish(),
    pending_operations: z.array(z.looseObject({ type: z.string(), resource: Resource })).nullish(),
  }),
});

type Resource = z.infer<typeof Resource>;
/** What `pulumi stack export` prints. */
export type Exported = z.infer<typeof Exported>;

/** An operation that was under way when Pulumi was cut off. */
export interface Interrupted {
  /** Such as `creating`, `updating` or `deleting`. */
  operation: string;
  urn: string;
  /** Such as `Vpc/base`; the URN where several have that name. */
  name: string;
  /** What to do about it. Only creations need anything: updates and deletions are done again. */
  lookup: Lookup;
  /** The id of the resource that the stack has in this one's place: a later run made it, or this one was to replace it. */
  present?: string;
}

/** What a person or the inputs say about resources that were being made: the ids of those that may be there, by URN. */
export type Found = ReadonlyMap<string, readonly string[]>;

export const parseExported = (json: string): Exported =>
  readJson(Exported, json, "What `pulumi stack export` printed");

/** The operations of a stack that were cut off; what several runs were cut off from is listed once. */
export function interruptedIn(exported: Exported): Interrupted[] {
  const account = accountIn(exported);
  const live = liveIn(exported);
  const pending = exported.deployment.pending_operations ?? [];
  const short = ({ urn, type }: Resource) => `${type.split(":").at(-1)}/${parseUrn(urn).name}`;
  const all = pending.map(({ type, resource }): Interrupted => {
    const name = short(resource);
    const isCreation = type === "creating";
    const present = isCreation ? live.get(resource.urn) : undefined;
    const isShared = pending.some(
      ({ resource: other }) => other.urn !== resource.urn && short(other) === name,
    );
    return {
      operation: type,
      urn: resource.urn,
      name: isShared ? resource.urn : name,
      lookup: isCreation ? lookUp(resource.type, resource.inputs ?? {}, account) : { kind: "again" },
      ...(present === undefined ? {} : { present }),
    };
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/**
 * The stack without interrupted operations: those that may be there are resources, with what was asked for as their state until a
 * refresh looks at them. Where the stack has one in its place already, which others may depend on, that one stays, and the next
 * update deletes what the runs that were cut off made.
 */
export function recovered(exported: Exported, found: Found): Exported {
  const { pending_operations: pending, ...deployment } = exported.deployment;
  const resources = [...(deployment.resources ?? [])];
  const live = liveIn(exported);
  for (const [urn, ids] of found) {
    const made = (pending ?? []).filter(({ type, resource }) => type === "creating" && resource.urn === urn);
    for (const id of ids.filter((one) => one !== live.get(urn))) {
      const resource = (made.length > 1 ? made.shift() : made[0])?.resource;
      if (resource === undefined) continue;
      const { __defaults: _, ...asked } = resource.inputs ?? {};
      resources.push({ ...resource, id, outputs: asked, ...(live.has(urn) ? { delete: true } : {}) });
      if (!live.has(urn)) live.set(urn, id);
    }
  }
  return { ...exported, deployment: { ...deployment, resources } };
}

/** The ids of what a stack has, by URN; without what is only waiting to be deleted. */
function liveIn({ deployment }: Exported): Map<string, string> {
  const live = (deployment.resources ?? []).filter((resource) => resource.delete !== true);
  return new Map(live.flatMap(({ urn, id }) => (id === undefined ? [] : [[urn, id]])));
}

/** The account whose resources a stack has, by its ARNs. */
function accountIn(exported: Exported): Account | undefined {
  const [, partition, account] =
    /"arn:(aws[\w-]*):[\w-]+:[\w-]*:(\d{12}):/.exec(JSON.stringify(exported)) ?? [];
  return partition === undefined || account === undefined ? undefined : { partition, account };
}
