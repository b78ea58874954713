import { nameOf, typeOf } from "@ublog/aws-model/src/shared/urn.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import { isRunning } from "../shared/ownFolder.ts";
import { type Action, type Fault, type How, isFor } from "./fault.ts";

/** A planned fault that has struck a resource. */
export interface Strike {
  fault: Fault;
  urn: string;
}

interface Planned {
  fault: Fault;
  /** How many times it may still strike. */
  left: number;
  struck: boolean;
  /** Strikes each resource once, whatever else it strikes. */
  each: boolean;
  /** The process that planned it. */
  by: number;
}

/** A fault that strikes now, whether it is one that strikes each resource, and the process that planned it. */
export type Taken = Pick<Planned, "fault" | "each" | "by">;

const plannedKind = "planned fault";
const strikeKind = "strike of a fault";

/**
 * Plans faults: they are in the world, so that every process which works on it meets them. With `each` a fault strikes every
 * resource it is for as many times as it says, and not only the first.
 */
export function planFaults(world: World, faults: readonly Fault[], { each = false } = {}): void {
  world.transaction(() => {
    // Of a process that was killed.
    for (const { key, value } of world.contents(plannedKind))
      if (!isRunning((value as unknown as Planned).by)) world.drop(plannedKind, key);
    for (const fault of faults) {
      const key = String(world.next("planned faults")).padStart(6, "0");
      const planned: Planned = { fault, left: fault.times, struck: false, each, by: process.pid };
      world.keep({ kind: plannedKind, key, value: { ...planned } });
    }
  });
}

/**
 * Whether a fault, of one kind if given, strikes this change now; a fault that does has one strike less left. What a process
 * planned that was killed since strikes nothing.
 */
export function takeFault(world: World, action: Action, urn: string, how?: How): Taken | undefined {
  if (world.contents(plannedKind).length === 0) return undefined;
  return world.transaction(() => {
    const change = { action, type: typeOf(urn), name: nameOf(urn) };
    for (const { key, value } of world.contents(plannedKind)) {
      const planned = value as unknown as Planned;
      if (!isRunning(planned.by) || !isFor(planned.fault, change)) continue;
      if (how !== undefined && planned.fault.how !== how) continue;
      const left = planned.each ? planned.fault.times - countOf(world, key, urn) : planned.left;
      if (left <= 0) continue;
      world.keep({ kind: plannedKind, key, value: { ...planned, left: left - 1, struck: true } });
      const nth = String(world.next("strikes of faults")).padStart(6, "0");
      world.keep({ kind: strikeKind, key: nth, value: { fault: planned.fault, urn, by: key } });
      return { fault: planned.fault, each: planned.each, by: planned.by };
    }
    return undefined;
  });
}

/** The strikes until now, in order. */
export function strikes(world: World): Strike[] {
  return world.contents(strikeKind).map(({ value }) => {
    const { fault, urn } = value as Strike;
    return { fault, urn };
  });
}

/** Cancels all plans and forgets the strikes; returns the faults that never struck. */
export function endFaults(world: World): Fault[] {
  return world.transaction(() => {
    const planned = world.contents(plannedKind);
    for (const { kind, key } of [...planned, ...world.contents(strikeKind)]) world.drop(kind, key);
    return planned
      .map(({ value }) => value as Planned)
      .flatMap(({ struck, fault }) => (struck ? [] : [fault]));
  });
}

const countOf = (world: World, by: string, urn: string): number =>
  world.contents(strikeKind).filter(({ value }) => {
    const strike = value as Strike & { by: string };
    return strike.by === by && strike.urn === urn;
  }).length;
