import { z } from "zod";
import { isProcessName, PROCESSES, physicalName } from "#vocabulary";
import { explain, isAwsError } from "./aws/errors.ts";
import { Refusal } from "./outcome.ts";
import type { Session } from "./session.ts";

/** The version of the deploy targets that this program reads. */
const TARGETS_VERSION = 1;

const task = z.object({
  process: z.string(),
  family: z.string(),
  template: z.string(),
  container: z.string(),
  image: z.string(),
  logGroup: z.string(),
  logStreamPrefix: z.string(),
});

const service = task.extend({
  service: z.string(),
  wave: z.number(),
  firstCount: z.number(),
  targetGroup: z.string().optional(),
  healthCheckPath: z.string().optional(),
});

/** The deploy targets, whole: what `DjangoApp` writes of an environment for its releases. */
export const targetsSchema = z.object({
  version: z.literal(TARGETS_VERSION),
  app: z.string(),
  environment: z.string(),
  region: z.string(),
  url: z.string(),
  cluster: z.string(),
  releaseTable: z.string(),
  images: z.record(z.string(), z.string()),
  update: task,
  services: z.array(service).min(1),
  scheduled: z.array(task),
  network: z.object({
    subnets: z.array(z.string()).min(1),
    securityGroups: z.array(z.string()),
    assignPublicIp: z.boolean(),
    capacityProvider: z.string(),
  }),
});

export type Targets = z.infer<typeof targetsSchema>;
export type TaskTarget = z.infer<typeof task>;
export type ServiceTarget = z.infer<typeof service>;

/** Reads the deploy targets of an environment. Refuses, in a sentence that says what to do, where there are none. */
export async function readTargets({
  aws,
  parameter: name,
}: Pick<Session, "aws" | "parameter">): Promise<Targets> {
  let value: string | undefined;
  try {
    value = (await aws("ssm.GetParameter", { Name: name })).Parameter?.Value;
  } catch (error) {
    if (!isAwsError(error, "ParameterNotFound"))
      throw new Refusal([`The SSM parameter \`${name}\` can't be read. ${explain(error)}`]);
    throw new Refusal([
      `There is no SSM parameter \`${name}\`: either the environment isn't up (run \`pulumi up\` on its stack), or --stack, --project, --region or the account is another one.`,
    ]);
  }
  return parseTargets(name, value ?? "");
}

/** The deploy targets that a parameter's document holds. */
export function parseTargets(name: string, document: string): Targets {
  const found = parseObject(document);
  if (found === undefined) throw new Refusal([`The SSM parameter \`${name}\` doesn't hold a JSON object.`]);
  if (found.version !== TARGETS_VERSION) {
    const isNewer = typeof found.version === "number" && found.version > TARGETS_VERSION;
    throw new Refusal([
      `The deploy targets in \`${name}\` have version ${JSON.stringify(found.version)}, this app-update reads version ${TARGETS_VERSION}: ${
        isNewer
          ? "use a newer app-update (npx @ublog/app-update@latest)."
          : "run `pulumi up` on the app's stack with the library version that belongs to this app-update."
      }`,
    ]);
  }
  const result = targetsSchema.safeParse(completed(found));
  if (result.success) return result.data;
  throw new Refusal(
    result.error.issues.map(
      (issue) =>
        `The deploy targets in \`${name}\` are wrong at \`${issue.path.join(".")}\`: ${issue.message}.`,
    ),
  );
}

/** The document with the fields that it leaves out because they follow from the names. */
function completed(document: Record<string, unknown>): unknown {
  const asTask = (value: unknown) => {
    if (!isObject(value)) return value;
    const process = String(value.process);
    const name = physicalName(process);
    return {
      family: `${document.app}-${name}`,
      container: name,
      image: isProcessName(process) ? PROCESSES[process].image : "backend",
      logGroup: `/ecs/${document.app}/${name}`,
      logStreamPrefix: name,
      ...value,
    };
  };
  const asService = (value: unknown) => {
    if (!isObject(value)) return value;
    const names = {
      service: `${document.app}-${physicalName(String(value.process))}`,
      wave: 1,
      firstCount: 1,
    };
    return { ...names, ...(asTask(value) as object) };
  };
  const each = (value: unknown, one: (item: unknown) => unknown) =>
    Array.isArray(value) ? value.map(one) : value;
  return {
    environment: document.app,
    ...document,
    update: asTask(document.update),
    services: each(document.services, asService),
    scheduled: each(document.scheduled ?? [], asTask),
  };
}

function parseObject(document: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(document);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
