import type { Value } from "../world/world.ts";
import type { Change } from "./rule.ts";

/** A thing that is about to be made or changed, as it is to be. */
export interface Planned extends Change {
  isNew: boolean;
  /** What it is to have: what the program says, otherwise what it has. */
  wanted(property: string): Value | undefined;
  /** True for what the program newly sets. */
  isAsked(property: string): boolean;
}

export function planned(change: Change): Planned {
  const { action, inputs, state } = change;
  return {
    ...change,
    isNew: action === "create",
    wanted: (property) => inputs[property] ?? state[property],
    isAsked: (property) =>
      inputs[property] !== undefined && String(inputs[property]) !== String(state[property]),
  };
}

/** Why AWS, or the provider, refuses a setting. */
export interface Objection {
  /** AWS's error code; absent for what the provider refuses by itself. */
  code?: string;
  message: string;
  /** The HTTP status of AWS's answer. Defaults to that of the code. */
  status?: number;
}

export const invalid = (message: string): Objection => ({ code: "InvalidParameterValue", message });
export const combination = (message: string): Objection => ({ code: "InvalidParameterCombination", message });
