import * as z from "zod";
import { parseUrn } from "../urn.ts";
import { type Account, type Lookup, lookUp } from "./lookup.ts";

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
}

/** What a person, or the inputs, say of a resource that was being made. */
export interface Decisions {
  /** The ids of those that may be there, by URN. */
  found: ReadonlyMap<string, string>;
}

export const parseExported = (json: string): Exported => Exported.parse(JSON.parse(json));

/** The operations of a stack that were cut off. */
export function interruptedIn(exported: Exported): Interrupted[] {
  const account = accountIn(exported);
  const pending = exported.deployment.pending_operations ?? [];
  const short = ({ urn, type }: Resource) => `${type.split(":").at(-1)}/${parseUrn(urn).name}`;
  const names = pending.map(({ resource }) => short(resource));
  return pending.map(({ type, resource }) => {
    const name = short(resource);
    return {
      operation: type,
      urn: resource.urn,
      name: names.filter((other) => other === name).length > 1 ? resource.urn : name,
      lookup: type === "creating" ? lookUp(resource.type, resource.inputs ?? {}, account) : { kind: "again" },
    };
  });
}

/**
 * The stack without interrupted operations: those that may be there are resources, with what was asked for as their state until a
 * refresh looks at them.
 */
export function recovered(exported: Exported, { found }: Decisions): Exported {
  const { pending_operations: pending, ...deployment } = exported.deployment;
  const resources = [...(deployment.resources ?? [])];
  for (const { type, resource } of pending ?? []) {
    const id = found.get(resource.urn);
    if (type !== "creating" || id === undefined) continue;
    const { __defaults: _, ...asked } = resource.inputs ?? {};
    const made = { ...resource, id, outputs: asked };
    // It was to take the place of one that is still there, and goes next.
    const at = resources.findIndex((other) => other.urn === resource.urn && other.delete !== true);
    const [former] = at < 0 ? [] : resources.splice(at, 1, made);
    resources.push(former === undefined ? made : { ...former, delete: true });
  }
  return { ...exported, deployment: { ...deployment, resources } };
}

/** The account whose things a stack has, by its ARNs. */
function accountIn(exported: Exported): Account | undefined {
  const [, partition, account] =
    /"arn:(aws[\w-]*):[\w-]+:[\w-]*:(\d{12}):/.exec(JSON.stringify(exported)) ?? [];
  return partition === undefined || account === undefined ? undefined : { partition, account };
}
