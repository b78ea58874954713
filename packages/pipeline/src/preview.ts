import { stripVTControlCharacters } from "node:util";
import { UserError } from "@ublog/terminal/errors";
import * as z from "zod";
import { withRefusals } from "./held.ts";
import { readJson } from "./json.ts";
import { propertyChanges } from "./properties.ts";
import { Obstacle, obstaclesOf } from "./protection.ts";
import { parseUrn } from "./urn.ts";

const PropertyChange = z.object({
  /** Where it is, for example `tags.Name`. */
  path: z.string(),
  /** What it was, as it may be shown. Absent where there was nothing. */
  before: z.string().optional(),
  /** What it becomes, as it may be shown. Absent where there is nothing any more. */
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
  /** What is in the way of a replacement or a deletion. Absent where nothing is. */
  obstacles: z.array(Obstacle).optional(),
});

const Preview = z.object({
  stack: z.string(),
  /** What it is a preview of: an update, a destroy, or an update after a look at what is really there. */
  operation: z.enum(["up", "destroy", "drift"]),
  /** Whether Pulumi could tell. A stack that is missing isn't made yet; of one that is gone, neither file nor resources are left. */
  outcome: z.enum(["done", "failed", "missing", "gone"]),
  changes: z.array(Change),
  unchanged: z.number(),
  /** Stack outputs that change. */
  outputs: z.array(z.string()),
  errors: z.array(z.string()),
  /** What a reader should know besides. */
  warnings: z.array(z.string()),
  /** Whether it is what the sandbox says, because the stack isn't made yet. */
  rehearsed: z.boolean(),
  /** The stacks that stand on this one and read its outputs. */
  dependents: z.array(z.string()),
});

export type PropertyChange = z.infer<typeof PropertyChange>;
export type Change = z.infer<typeof Change>;
export type Action = Change["action"];

/** What Pulumi would do to a stack, without any secret. */
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

const RawState = z.looseObject({
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().nullish(),
  protect: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

const RawStep = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: RawState.nullish(),
  newState: RawState.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.unknown()).nullish(),
});

/** A step of a resource has the state before it, after it or both: of one that has neither, nobody knows what would be lost. */
const hasState = ({ oldState, newState }: z.infer<typeof RawStep>) => (newState ?? oldState) != null;

/** What Pulumi prints of a preview has at least one of these: a file with none of them is something else. */
const PARTS = ["steps", "diagnostics", "duration", "changeSummary"];

const RawPreview = z
  .looseObject({
    steps: z.array(RawStep.refine(hasState)).nullish(),
    diagnostics: z.array(z.looseObject({ message: z.string().optional(), severity: z.string() })).nullish(),
  })
  .refine((preview) => PARTS.some((part) => part in preview));

/** The engine's steps, by what they do in the end. A step that isn't here is an error: a guard must not look past it. */
const ACTIONS: Readonly<Record<string, Action | "nothing">> = {
  same: "nothing",
  read: "nothing",
  refresh: "nothing",
  discard: "nothing",
  create: "create",
  update: "update",
  delete: "delete",
  import: "import",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "read-replacement": "replace",
  "import-replacement": "replace",
  "discard-replaced": "replace",
  "remove-pending-replace": "replace",
};

/** What `pulumi preview --json` or `pulumi destroy --preview-only --json` printed. */
export function readPulumiPreview(
  json: string,
  about: Pick<Preview, "stack" | "operation">,
  outputs: readonly string[] = [],
): Preview {
  const raw = RawPreview.safeParse(parsedJson(json));
  if (!raw.success) {
    throw new UserError("This is not what `pulumi preview --json` prints: it needs an object with `steps`.");
  }
  const steps = (raw.data.steps ?? []).filter(isOwnResource);
  const leaving = new Set(
    steps.flatMap((step) => (actionOf(step.op) === "replace" ? identitiesOf(step) : [])),
  );
  const changing = new Map<string, { action: Action; step: RawStep }>();
  for (const step of steps) {
    const action = actionOf(step.op);
    if (action === "nothing") continue;
    const key = `${action} ${step.urn}`;
    changing.set(key, { action, step: joined(changing.get(key)?.step, step) });
  }
  const errors = (raw.data.diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => errorText(message ?? ""))
    .filter((message) => message !== "" && message !== "preview failed");
  return {
    ...emptyPreview(about.stack, about.operation),
    changes: withRefusals(
      [...changing.values()].map(({ action, step }) => changeOf(step, action, leaving)),
      errors,
    ),
    unchanged: steps.filter(({ op }) => op === "same").length,
    outputs: [...outputs],
    errors,
  };
}

const Plan = z.looseObject({
  resourcePlans: z.record(
    z.string(),
    z.looseObject({
      goal: z
        .looseObject({
          type: z.string(),
          outputDiff: z
            .looseObject({
              adds: z.record(z.string(), z.unknown()).optional(),
              updates: z.record(z.string(), z.unknown()).optional(),
              deletes: z.array(z.string()).optional(),
            })
            .optional(),
        })
        .nullish(),
    }),
  ),
});

/** The stack outputs that a plan, saved by `pulumi preview --save-plan`, changes: the JSON preview doesn't tell. */
export function outputsOfPlan(json: string): string[] {
  const plans = Object.values(readJson(Plan, json, "The plan of `pulumi preview --save-plan`").resourcePlans);
  const difference = plans.find(({ goal }) => goal?.type === "pulumi:pulumi:Stack")?.goal?.outputDiff;
  return [
    ...Object.keys(difference?.adds ?? {}),
    ...Object.keys(difference?.updates ?? {}),
    ...(difference?.deletes ?? []),
  ].sort();
}

type RawStep = z.infer<typeof RawStep>;

/** Components group resources and are nothing by themselves. */
function isOwnResource({ oldState, newState }: RawStep): boolean {
  return (newState ?? oldState)?.custom === true;
}

function actionOf(op: string): Action | "nothing" {
  const action = ACTIONS[op];
  if (action === undefined)
    throw new UserError(`The preview has a step "${op}", which this report can't read.`);
  return action;
}

/** What others know a resource by that its replacement has anew. */
function identitiesOf({ oldState }: RawStep): string[] {
  const { id, outputs } = oldState ?? {};
  return [id, outputs?.arn].filter(
    // Not a name, which the replacement may have too.
    (text): text is string => typeof text === "string" && /^arn:|^[a-z]+-[0-9a-f]{8,}$/.test(text),
  );
}

/** A replacement may come in several steps, of which some know only what was and some only what will be. */
function joined(former: RawStep | undefined, step: RawStep): RawStep {
  if (former === undefined) return step;
  const known = Object.entries(step).filter(([, value]) => value !== undefined && value !== null);
  return { ...former, ...Object.fromEntries(known) };
}

function changeOf(step: RawStep, action: Action, leaving: ReadonlySet<string>): Change {
  const { type, name } = parseUrn(step.urn);
  const replacedBecause = [...new Set(step.replaceReasons ?? [])].sort();
  const named = [...Object.keys(step.detailedDiff ?? {}), ...(step.diffReasons ?? []), ...replacedBecause];
  const properties =
    action === "delete"
      ? []
      : propertyChanges(step.oldState?.inputs ?? {}, step.newState?.inputs ?? {}, named, leaving);
  const obstacles = action === "delete" || action === "replace" ? obstaclesTo(step) : [];
  return {
    action,
    urn: step.urn,
    type,
    name,
    replacedBecause,
    properties,
    ...(obstacles.length === 0 ? {} : { obstacles }),
  };
}

/** What is in the way of a step. Pulumi replaces what it protects where the program doesn't protect it any more; it deletes nothing of that kind. */
function obstaclesTo({ oldState, newState }: RawStep): Obstacle[] {
  const isUnprotected = newState !== undefined && newState !== null && newState.protect !== true;
  return obstaclesOf({ ...oldState, ...(isUnprotected ? { protect: false } : {}) });
}

/** The message of a diagnostic, without what Node adds for a programmer. */
function errorText(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^error: /, "")
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n")
    .trim();
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
