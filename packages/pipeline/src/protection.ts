import * as z from "zod";
import { cloudResources, type State } from "./state.ts";
import { parseUrn } from "./urn.ts";

export const Obstacle = z.object({
  /** Who refuses: Pulumi; AWS always; or AWS while something is in it. */
  by: z.enum(["pulumi", "aws", "contents"]),
  /** The resource option or the property by which it is refused, for example `protect` or `deletionProtection`. */
  property: z.string(),
});

/** What keeps a resource from being deleted, as it is now: what a change would make of it comes too late. */
export type Obstacle = z.infer<typeof Obstacle>;

/** A resource that is to be changed, and what prevents that. */
export interface Held {
  urn: string;
  name: string;
  type: string;
  obstacles: Obstacle[];
  /** Absent for a destroy. */
  action?: "replace" | "delete";
  /** The properties that make it a replacement. */
  replacedBecause?: readonly string[];
}

/** Properties by which AWS refuses to delete something, whatever Pulumi wants. */
const REFUSALS = [
  "deletionProtection",
  "deletionProtectionEnabled",
  "enableDeletionProtection",
  "deleteProtection",
  "disableApiTermination",
];

/** Properties with which the provider empties something before it deletes it. AWS deletes such a thing only when it is empty. */
const EMPTYING = ["forceDestroy", "forceDelete"];

/** A resource as a state or a step of a preview has it. */
interface Recorded {
  protect?: boolean | undefined;
  inputs?: Record<string, unknown> | null | undefined;
  outputs?: Record<string, unknown> | null | undefined;
}

/** What refuses the deletion of a resource. AWS goes by what it has now, and that is in the outputs. */
export function obstaclesOf({ protect, inputs, outputs }: Recorded): Obstacle[] {
  const has: Record<string, unknown> = { ...inputs, ...outputs };
  const isOn = (value: unknown) => value === true || value === "ACTIVE";
  const found = (by: Obstacle["by"], properties: string[]) =>
    properties.map((property) => ({ by, property }));
  const unnamedSnapshot = has.skipFinalSnapshot === false && !has.finalSnapshotIdentifier;
  return [
    ...found("pulumi", protect === true ? ["protect"] : []),
    ...found("aws", [
      ...REFUSALS.filter((property) => isOn(has[property])),
      ...(unnamedSnapshot ? ["skipFinalSnapshot"] : []),
    ]),
    ...found(
      "contents",
      EMPTYING.filter((property) => has[property] === false),
    ),
  ];
}

/** Whether it is refused for certain, and not only while something is in it. */
export function isFirm({ by }: Obstacle): boolean {
  return by !== "contents";
}

/** Whether it is protected: as it is, nothing deletes it. */
export function isHeld({ obstacles }: Held): boolean {
  return obstacles.some(isFirm);
}

/** The resources of a stack that prevent a destroy. */
export function obstructedResources(state: State): Held[] {
  return cloudResources(state).flatMap((resource) => {
    const obstacles = obstaclesOf(resource);
    const { type, name } = parseUrn(resource.urn);
    return obstacles.length === 0 ? [] : [{ urn: resource.urn, name, type, obstacles }];
  });
}

/** A setting of a stack's file, and the value that lifts a protection. */
export interface Lift {
  setting: string;
  value: string;
}

/** What lifts the protection of everything in a base for which there is no separate setting. */
export const EVERYTHING: Lift = { setting: "durability", value: "disposable" };

/** The component that protects what it makes by settings of the stack. */
const BASE = "pulumi-aws-django:index:DjangoBase";

/** The settings that lift the protection of one resource of a base alone. */
const LIFTS: readonly (Lift & { type: string; ofProperty: string; ending?: string })[] = [
  {
    type: "aws:rds/instance:Instance",
    ofProperty: "deletionProtection",
    setting: "database.deletionProtection",
    value: "false",
  },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    ofProperty: "enableDeletionProtection",
    setting: "loadBalancer.deletionProtection",
    value: "false",
  },
  {
    type: "aws:s3/bucket:Bucket",
    ofProperty: "forceDestroy",
    ending: "-assets",
    setting: "assets.forceDestroy",
    value: "true",
  },
];

/** What the components protect with one of their parts, by what its name has after the base's. */
const PARTS: Record<string, string> = {
  database: "database",
  cache: "cache",
  assets: "assets",
  alb: "loadBalancer",
};

/** The setting that lifts the protection of a part of a base, and of what belongs to it. A full bucket takes more. */
function liftOfPart({ name, obstacles }: Held): Lift | undefined {
  const part = PARTS[/-(database|cache|assets|alb)(?=-|$)/.exec(name)?.[1] ?? ""];
  if (part === undefined || !obstacles.every(isFirm)) return undefined;
  return { setting: `${part}.deletionProtection`, value: "false" };
}

/** The setting that lifts the protection of a resource, if its stack has one; otherwise its program has to. */
export function liftOf(held: Held): Lift | undefined {
  const { urn, type, name, obstacles } = held;
  if (!urn.split("::")[2]?.split("$").includes(BASE)) return undefined;
  const own = LIFTS.find(
    (lift) =>
      lift.type === type &&
      name.endsWith(lift.ending ?? "") &&
      obstacles.some(({ property }) => property === lift.ofProperty),
  );
  // The setting that protects it in AWS protects it in Pulumi too.
  const { setting, value } = own ?? liftOfPart(held) ?? EVERYTHING;
  return { setting, value };
}
