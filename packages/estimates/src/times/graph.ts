import type { Properties } from "@ublog/aws-model/src/world/world.ts";

/** A resource of a stack, as the engine's state has it (`pulumi stack export`) or as a program registered it. */
export interface StackResource {
  urn: string;
  /** Such as `aws:ecs/service:Service`. */
  type: string;
  /** False for components. */
  custom: boolean;
  parent?: string;
  inputs?: Properties;
  /** URNs of all resources that it waits for. */
  dependencies?: string[];
  /** For each input, the URNs of the resources that it comes from. */
  propertyDependencies?: Record<string, string[] | null>;
  /** A resource whose deletion takes it along: AWS isn't asked to delete it. */
  deletedWith?: string;
  /** It stays in AWS when it leaves the stack. */
  retainOnDelete?: boolean;
}

/** Why a resource waits for another. */
export type Reason =
  /** These inputs come from it. */
  | { kind: "input"; properties: string[] }
  /** The program says `dependsOn`. */
  | { kind: "dependsOn" }
  /** It is inside a component of another package whose outputs are waited for: they all arrive at once, when everything is made. */
  | { kind: "component"; component: string }
  /** A child is registered with the URN of its parent. */
  | { kind: "parent" }
  /** Nothing that is registered says so: the program itself went on only then. */
  | { kind: "program" };

/** That a resource waits for another, and why. */
export interface Wait {
  /** URN of the resource that is waited for. */
  on: string;
  reason: Reason;
}

/** What each resource waits for when it is made, by its URN. Resources come in the order of their registration. */
export function waitsOf(resources: readonly StackResource[]): Map<string, Wait[]> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const earlier = new Set<string>();
  const waits = new Map<string, Wait[]>();
  for (const resource of resources) {
    const found = new Map<string, Wait>();
    const add = (on: string, reason: Reason) => {
      if (on !== resource.urn && earlier.has(on) && !found.has(on)) found.set(on, { on, reason });
    };
    const direct = directDependencies(resource);
    for (const [on, reason] of direct) add(on, reason);
    for (const [on] of direct) {
      if (byUrn.get(on)?.custom !== false) continue;
      for (const urn of earlier) if (isInside(urn, on, byUrn)) add(urn, { kind: "component", component: on });
    }
    if (resource.parent !== undefined) add(resource.parent, { kind: "parent" });
    waits.set(resource.urn, [...found.values()]);
    earlier.add(resource.urn);
  }
  return waits;
}

function directDependencies({ dependencies = [], propertyDependencies = {} }: StackResource) {
  const direct = new Map<string, Reason>();
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    for (const urn of urns ?? []) {
      const known = direct.get(urn);
      if (known?.kind === "input") known.properties.push(property);
      else direct.set(urn, { kind: "input", properties: [property] });
    }
  }
  for (const urn of dependencies) if (!direct.has(urn)) direct.set(urn, { kind: "dependsOn" });
  return direct;
}

function isInside(urn: string, component: string, byUrn: ReadonlyMap<string, StackResource>): boolean {
  let parent = byUrn.get(urn)?.parent;
  while (parent !== undefined && parent !== component) parent = byUrn.get(parent)?.parent;
  return parent === component;
}
