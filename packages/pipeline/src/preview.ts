import * as z from "zod";
import { readJson } from "./json.ts";
import { Obstacle } from "./protection.ts";

const PropertyChange = z.object({
  /** Where it is, for example `tags.Name`. */
  path: z.string(),
  /** What it was, as it may be shown. Absent where there was nothing. */
  before: z.string().optional(),
  /** What it becomes, as it may be shown. Absent where nothing is left. */
  after: z.string().optional(),
});

const Change = z.object({
  action: z.enum(["replace", "delete", "update", "create", "import"]),
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  /** The properties that make it a replacement. */
  replacedBecause: z.array(z.string()),
  properties: z.array(PropertyChange),
  /** What prevents a replacement or a deletion. Absent where nothing does. */
  obstacles: z.array(Obstacle).optional(),
});

const Preview = z.object({
  stack: z.string(),
  /** What it is a preview of: an update, a destroy, or an update after a look at what is really there. */
  operation: z.enum(["up", "destroy", "drift"]),
  /** Whether Pulumi could say. A stack that is missing isn't made yet; one that is gone has neither a file nor resources left. */
  outcome: z.enum(["done", "failed", "missing", "gone"]),
  changes: z.array(Change),
  unchanged: z.number(),
  /** Stack outputs that change. */
  outputs: z.array(z.string()),
  errors: z.array(z.string()),
  /** What else a reader should know. */
  warnings: z.array(z.string()),
  /** Whether the sandbox made it, because the stack isn't made yet. */
  rehearsed: z.boolean(),
  /** The stacks that are built on this one and read its outputs. */
  dependents: z.array(z.string()),
});

export type PropertyChange = z.infer<typeof PropertyChange>;
export type Change = z.infer<typeof Change>;
export type Action = Change["action"];

/** What Pulumi would do to a stack, without any secrets. */
export type Preview = z.infer<typeof Preview>;

/** A preview that was written down as JSON, in a file that `what` names. */
export function parsePreview(json: string, what = "The preview"): Preview {
  return readJson(Preview, json, what);
}

/** A preview that proposes nothing. */
export function emptyPreview(stack: string, operation: Preview["operation"]): Preview {
  return {
    stack,
    operation,
    outcome: "done",
    changes: [],
    unchanged: 0,
    outputs: [],
    errors: [],
    warnings: [],
    rehearsed: false,
    dependents: [],
  };
}

/** Whether anything happens when it is applied. */
export function hasChanges(preview: Preview): boolean {
  return preview.changes.length > 0 || preview.outputs.length > 0;
}
