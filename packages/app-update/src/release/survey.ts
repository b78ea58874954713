import type { Cluster, Service } from "@aws-sdk/client-ecs";
import { explain } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import { currentRelease, currentUpdate, type Ledger, readLedger } from "../ledger/ledger.ts";
import { imageLabel, knownVersion, shortDigest, versionsOf } from "../ledger/versions.ts";
import type { Session } from "../session.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import { checkArchitectures } from "./architectures.ts";
import { type DatabaseImage, databaseImageOf } from "./databaseImage.ts";
import type { Revision } from "./definition.ts";
import {
  describeRevision,
  describeServices,
  newestRevisions,
  readScaling,
  type ScalingRange,
} from "./describe.ts";
import { resolveImages } from "./images.ts";
import { checkPermissions } from "./permissions.ts";
import { checkSecrets } from "./secrets.ts";
import { describeTasks, isEndKnown, listTasks } from "./tasks.ts";
import { isNamed, type Wanted } from "./wanted.ts";

/** Everything a plan or release wants to know before it does anything. Nothing is changed. */
export interface Survey {
  targets: DeployTargets;
  /** The version of the update task's image: what a release is called by. */
  version: string;
  /** Digests by image name. */
  digests: Record<string, string>;
  /** Versions by image name; for an image whose digest was given by hand only if it is known. */
  versions: Record<string, string>;
  /** The image that makes the database, where something does. */
  database?: DatabaseImage;
  cluster?: Cluster;
  /** By service name. */
  services: Map<string, Service>;
  /** By ARN: the templates, what the services and the schedule run, and the update task of the current release. */
  revisions: Map<string, Revision>;
  /** The newest revision of each scheduled task, by family: that is what the schedule runs. */
  scheduled: Map<string, string>;
  /** Services without tasks that autoscaling holds at 0, for example at night. */
  asleep: Set<string>;
  /** One-off tasks of the update family that are running. */
  updateTasks: { arn: string; startedBy?: string }[];
  ledger: Ledger;
  /** What went wrong while reading, and what is missing. */
  problems: string[];
  /** What couldn't be checked. */
  remarks: string[];
}

/**
 * Reads everything, in as few calls as AWS allows. Never throws for what it can't read: that is a problem of the survey.
 * Without a version, it leaves out what only a release of one needs: images, templates, secrets, permissions.
 */
export async function takeSurvey(session: Session, targets: DeployTargets, wanted?: Wanted): Promise<Survey> {
  const { aws } = session;
  const survey: Survey = {
    targets,
    version: "",
    digests: {},
    versions: {},
    services: new Map(),
    revisions: new Map(),
    scheduled: new Map(),
    asleep: new Set(),
    updateTasks: [],
    ledger: { records: [] },
    problems: [],
    remarks: [],
  };
  const reading = async (what: string, read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      survey.problems.push(`${what} can't be read. ${explain(error)}`);
    }
  };

  let tags: Record<string, string[]> = {};
  let isLedgerRead = false;
  const ledger = reading(`The release table \`${targets.releaseTable}\``, async () => {
    survey.ledger = await readLedger(aws, targets.releaseTable);
    isLedgerRead = true;
  });
  await Promise.all([
    ledger,
    reading("The images", async () => {
      if (wanted === undefined) return;
      // Only what stays as it is needs the history: that there is none can't be said before it is read.
      const stays = Object.keys(targets.images).some((image) => !isNamed(wanted, image));
      if (stays) await ledger;
      if (stays && !isLedgerRead) return;
      const images = await resolveImages(aws, targets, wanted, currentRelease(survey.ledger.records));
      survey.digests = images.digests;
      tags = images.tags;
      survey.problems.push(...images.problems);
    }),
    reading("The image that makes the database", async () => {
      if (wanted === undefined) return;
      survey.database = await databaseImageOf(session, targets);
      if (survey.database !== undefined && survey.database.digest === undefined)
        survey.remarks.push(
          `The database's container runs \`${survey.database.image}\` by its tag: the registry didn't give its digest.`,
        );
    }),
    reading(`The cluster \`${targets.cluster}\``, async () => {
      const answer = await aws("ecs.DescribeClusters", { clusters: [targets.cluster] });
      survey.cluster = answer.clusters?.[0];
      await Promise.all([readServices(aws, survey), readUpdateTasks(aws, survey)]);
    }),
    reading("The newest revisions of scheduled tasks", () => readScheduled(aws, survey)),
  ]);
  if (wanted !== undefined) findVersions(survey, wanted, tags);
  await reading("The task definitions", () => readRevisions(aws, survey, wanted !== undefined));
  if (wanted !== undefined)
    await Promise.all([
      reading("Secrets and permissions", () => readSecretsAndPermissions(aws, survey)),
      reading("What the images are built for", () => compareArchitectures(session, survey)),
    ]);
  return survey;
}

/**
 * Finds the version of each image: for one whose digest was given by hand, the version that the history or the registry has for
 * it; for one that stays as it is, that of the release that runs.
 */
function findVersions(survey: Survey, wanted: Wanted, tags: Record<string, string[]>): void {
  const { records } = survey.ledger;
  const current = currentRelease(records);
  for (const [image, digest] of Object.entries(survey.digests).sort()) {
    const isGiven = wanted.digests[image] !== undefined;
    const named = wanted.versions[image] ?? wanted.version;
    const own = tags[image] ?? [];
    const found = () => knownVersion(records, image, digest) ?? own.find((tag) => tag !== "latest");
    const version = !isNamed(wanted, image)
      ? current && versionsOf(current)[image]
      : !isGiven || wanted.versions[image] !== undefined || (named !== undefined && own.includes(named))
        ? named
        : found();
    if (version !== undefined) survey.versions[image] = version;
    // Whoever names both, or has just built it, knows.
    if (isGiven && wanted.versions[image] === undefined)
      survey.remarks.push(
        `${image} is ${version ?? "a version that nobody knows"} (${shortDigest(digest)}), as --digest says.`,
      );
    else if (!isGiven && named === undefined)
      survey.remarks.push(`${image} stays ${imageLabel(version, digest)}: no other version is named.`);
  }
  const { image } = survey.targets.update;
  const own = survey.versions[image] ?? wanted.versions[image] ?? wanted.version;
  survey.version = own ?? shortDigest(survey.digests[image] ?? "");
}

async function readServices(aws: Aws, survey: Survey): Promise<void> {
  const { cluster, services } = survey.targets;
  if (survey.cluster?.status !== "ACTIVE") return;
  const names = services.map((target) => target.service);
  survey.services = await describeServices(aws, cluster, names);
  await readAsleep(aws, survey);
}

/** A service that autoscaling may not give a single task is left at 0. */
async function readAsleep(aws: Aws, survey: Survey): Promise<void> {
  const empty = [...survey.services.values()].filter((service) => service.desiredCount === 0);
  if (empty.length === 0) return;
  const scaling = await readScaling(
    aws,
    survey.targets.cluster,
    empty.map((service) => service.serviceName ?? ""),
  ).catch((error: unknown) => {
    survey.remarks.push(
      `Autoscaling wasn't looked at, so services without tasks are started. ${explain(error)}`,
    );
    return new Map<string, ScalingRange>();
  });
  for (const [name, range] of scaling) if (range.max === 0) survey.asleep.add(name);
}

async function readUpdateTasks(aws: Aws, survey: Survey): Promise<void> {
  const { cluster, update } = survey.targets;
  if (survey.cluster?.status !== "ACTIVE") return;
  const arns = await listTasks(aws, { cluster, family: update.family, desiredStatus: "RUNNING" });
  const tasks = await describeTasks(aws, cluster, arns);
  survey.updateTasks = tasks
    .filter((task) => !isEndKnown(task, update.container))
    .map((task) => ({ arn: task.taskArn ?? "", startedBy: task.startedBy }));
}

async function readScheduled(aws: Aws, survey: Survey): Promise<void> {
  await Promise.all(
    survey.targets.scheduled.map(async ({ family }) => {
      const newest = (await newestRevisions(aws, family))[0];
      if (newest !== undefined) survey.scheduled.set(family, newest);
    }),
  );
}

async function readRevisions(aws: Aws, survey: Survey, withTemplates: boolean): Promise<void> {
  const templates = withTemplates ? allTasks(survey.targets).map((target) => target.template) : [];
  const running = [...survey.services.values()].map((service) => service.taskDefinition ?? "");
  const update = withTemplates ? (currentUpdate(survey.ledger.records)?.revision ?? []) : [];
  const arns = new Set([...templates, ...running, ...survey.scheduled.values()].concat(update));
  await Promise.all(
    [...arns].map(async (arn) => {
      try {
        survey.revisions.set(arn, await describeRevision(aws, arn));
      } catch (error) {
        survey.problems.push(`The task definition \`${arn}\` can't be read. ${explain(error)}`);
      }
    }),
  );
}

async function readSecretsAndPermissions(aws: Aws, survey: Survey): Promise<void> {
  const templates = allTasks(survey.targets)
    .flatMap((target) => survey.revisions.get(target.template) ?? [])
    .map((revision) => revision.definition);
  const roles = new Set(
    templates.flatMap((template) => [template.taskRoleArn ?? [], template.executionRoleArn ?? []].flat()),
  );
  const findings = await Promise.all([
    checkSecrets(aws, templates),
    checkPermissions(aws, survey.targets, [...roles].sort()),
  ]);
  for (const { problems, remarks } of findings) {
    survey.problems.push(...problems);
    survey.remarks.push(...remarks);
  }
}

async function compareArchitectures(session: Session, survey: Survey): Promise<void> {
  const { problems, remarks } = await checkArchitectures(session, {
    ...survey,
    tasks: allTasks(survey.targets),
  });
  survey.problems.push(...problems);
  survey.remarks.push(...remarks);
}

/** Every task definition that a release renders. */
export function allTasks(targets: DeployTargets): DeployTask[] {
  return [targets.update, ...targets.services, ...targets.scheduled];
}
