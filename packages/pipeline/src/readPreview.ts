import { stripVTControlCharacters } from "node:util";
import { UserError } from "@ublog/terminal/errors";
import { code } from "@ublog/terminal/markdown";
import * as z from "zod";
import { type Action, type Change, emptyPreview, type Preview } from "./preview.ts";
import { propertyChanges } from "./properties.ts";
import { withRefusals } from "./protectedChanges.ts";
import { type Obstacle, obstaclesOf } from "./protection.ts";
import { parseUrn } from "./urn.ts";

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

type RawStep = z.infer<typeof RawStep>;

/** A step of a resource has the state before it, after it or both: with neither, nobody knows what would be lost. */
const hasState = ({ oldState, newState }: RawStep) => (newState ?? oldState) != null;

/** What Pulumi prints for a preview has at least one of these: a file with none of them is something else. */
const PARTS = ["steps", "diagnostics", "duration", "changeSummary"];

/** The URN of a component of the library, and of none of its resources. */
const OWN_COMPONENT = /(::|\$)pulumi-aws-django:index:\w+::/;

const RawDiagnostic = z.looseObject({
  message: z.string().optional(),
  severity: z.string(),
  urn: z.string().optional(),
});

const RawPreview = z
  .looseObject({
    steps: z.array(RawStep.refine(hasState)).nullish(),
    diagnostics: z.array(RawDiagnostic).nullish(),
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
  const diagnostics = raw.data.diagnostics ?? [];
  const errors = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => textOf(message ?? ""))
    .filter((message) => message !== "" && message !== "preview failed");
  // What the components warn of, such as a trial; not what the engine says of plugins.
  const warnings = diagnostics
    .filter(({ severity, urn = "" }) => severity === "warning" && OWN_COMPONENT.test(urn))
    .map(({ message }) => code(textOf(message ?? "")));
  return {
    ...emptyPreview(about.stack, about.operation),
    changes: withRefusals(
      [...changing.values()].map(({ action, step }) => changeOf(step, action, leaving)),
      errors,
    ),
    unchanged: steps.filter(({ op }) => op === "same").length,
    outputs: [...outputs],
    errors,
    warnings,
  };
}

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

/** What others know a resource by and its replacement gets anew. */
function identitiesOf({ oldState }: RawStep): string[] {
  const { id, outputs } = oldState ?? {};
  return [id, outputs?.arn].filter(
    // Not a name, which the replacement may have too.
    (text): text is string => typeof text === "string" && /^arn:|^[a-z]+-[0-9a-f]{8,}$/.test(text),
  );
}

/** A replacement may consist of several steps, some of which know only what was and some only what will be. */
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

/** What prevents a step. Pulumi replaces what it protects where the program doesn't protect it any more; it deletes nothing of that kind. */
function obstaclesTo({ oldState, newState }: RawStep): Obstacle[] {
  const isUnprotected = newState !== undefined && newState !== null && newState.protect !== true;
  return obstaclesOf({ ...oldState, ...(isUnprotected ? { protect: false } : {}) });
}

/** The message of a diagnostic, without what Node adds for a programmer. */
function textOf(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^(error|warning): /, "")
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
