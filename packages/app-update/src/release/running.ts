import type { Service } from "@aws-sdk/client-ecs";
import type { Aws } from "../aws/operations.ts";
import { currentUpdate, type Ledger } from "../ledger/ledger.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import {
  type Difference,
  differences,
  givenVersion,
  imageOf,
  type Revision,
  render,
  TAG,
  tagOf,
} from "./definition.ts";
import { describeRevision, newestRevisions } from "./describe.ts";
import { withoutJsonKey } from "./secrets.ts";
import { asTemplated } from "./updateTask.ts";

/** What a process runs with, and what of the environment's settings it doesn't have yet. */
export interface ProcessState {
  process: string;
  /** The revision that runs; undefined where none does. */
  revision: Revision | undefined;
  /** The names of the secrets that its containers get. */
  secrets: string[];
  /** What Pulumi has published since: a release brings it. */
  waiting: Difference[];
  /** Secrets that were changed after its tasks were deployed: a restart brings them. */
  outdated: string[];
}

/** The state of every process, in the order of the deploy targets: services, the update task, scheduled tasks. */
export async function readProcesses(
  aws: Aws,
  targets: DeployTargets,
  services: ReadonlyMap<string, Service>,
  ledger: Ledger,
): Promise<ProcessState[]> {
  const changed = new Map<string, Promise<number | undefined>>();
  const lastChange = (reference: string) => {
    const secret = withoutJsonKey(reference);
    const known = changed.get(secret) ?? readLastChange(aws, secret);
    changed.set(secret, known);
    return known;
  };
  const revisionAt = async (arn: string | undefined) =>
    arn === undefined ? undefined : await describeRevision(aws, arn);

  const update = currentUpdate(ledger.records);
  const ofServices = targets.services.map(async (target) => {
    const service = services.get(target.service);
    const [revision, template] = await Promise.all([
      revisionAt(service?.taskDefinition),
      describeRevision(aws, target.template),
    ]);
    const primary = service?.deployments?.find(({ status }) => status === "PRIMARY");
    const since = service?.desiredCount === 0 ? undefined : primary?.createdAt?.getTime();
    const outdated = await outdatedSecrets(revision, since, lastChange);
    return { ...stateOf(target, revision, template), outdated };
  });
  const others: [DeployTask, Promise<Revision | undefined>][] = [
    [
      targets.update,
      revisionAt(update?.revision).then(
        (found) => found && { ...found, definition: asTemplated(found, targets.update, update?.database) },
        // It is deregistered after some releases.
        () => undefined,
      ),
    ],
    ...targets.scheduled.map((target): [DeployTask, Promise<Revision | undefined>] => [
      target,
      newestRevisions(aws, target.family).then(([newest]) => revisionAt(newest)),
    ]),
  ];
  const ofOthers = others.map(async ([target, running]) => {
    const [revision, template] = await Promise.all([running, describeRevision(aws, target.template)]);
    // They read their secrets each time that they run.
    return { ...stateOf(target, revision, template), outdated: [] };
  });
  return Promise.all([...ofServices, ...ofOthers]);
}

/** What a service's tasks and its template differ in beyond the image, in words: settings that wait for a release. */
export function waitingChanges(
  running: Revision,
  template: Revision,
  target: DeployTask,
  image = imageOf(running.definition, target.container) ?? "",
): Difference[] {
  const version = givenVersion(running, target.container);
  const rendered = render(template, target, image, {}, version);
  return differences(running.definition, rendered).map((difference) => ({
    ...difference,
    path: inWords(difference.path, target),
  }));
}

/** The path of a difference, with the word for the process where the name of its container is. */
function inWords(path: string, { container, process }: DeployTask): string {
  return path.startsWith(`${container}.`) ? `${process}${path.slice(container.length)}` : path;
}

function stateOf(
  target: DeployTask,
  revision: Revision | undefined,
  template: Revision,
): Omit<ProcessState, "outdated"> {
  const { process } = target;
  // A new service has a template that never runs: nothing has been released yet that could differ.
  if (revision === undefined || tagOf(revision, TAG.release) === undefined)
    return { process, revision, secrets: [], waiting: [] };
  const containers = revision.definition.containerDefinitions ?? [];
  const secrets = containers.flatMap((container) => (container.secrets ?? []).map(({ name = "" }) => name));
  return {
    process,
    revision,
    secrets: [...new Set(secrets)].sort(),
    waiting: waitingChanges(revision, template, target),
  };
}

async function outdatedSecrets(
  revision: Revision | undefined,
  since: number | undefined,
  lastChange: (reference: string) => Promise<number | undefined>,
): Promise<string[]> {
  if (since === undefined || tagOf(revision, TAG.release) === undefined) return [];
  const all = (revision?.definition.containerDefinitions ?? []).flatMap(({ secrets = [] }) => secrets);
  const changes = await Promise.all(
    all.map(async ({ name = "", valueFrom = "" }) =>
      valueFrom.includes(":secretsmanager:") && ((await lastChange(valueFrom)) ?? 0) > since
        ? name
        : undefined,
    ),
  );
  return [...new Set(changes.filter((name) => name !== undefined))].sort();
}

/** When a secret was changed last, in milliseconds since 1970; undefined where that isn't known. */
async function readLastChange(aws: Aws, secret: string): Promise<number | undefined> {
  try {
    const { LastChangedDate } = await aws("secretsmanager.DescribeSecret", { SecretId: secret });
    return LastChangedDate?.getTime();
  } catch {
    // A missing secret and a missing right are for a release's checks to tell.
    return undefined;
  }
}
