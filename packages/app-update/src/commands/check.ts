import { spawn as spawnProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { explain } from "../aws/errors.ts";
import { currentRelease, readRecords } from "../ledger/ledger.ts";
import { shortDigest } from "../ledger/versions.ts";
import { EXIT, endsEverything, Failed, Refusal } from "../outcome.ts";
import { parseImage } from "../registry/registry.ts";
import { checkArchitectures } from "../release/architectures.ts";
import { checkFailure } from "../release/beforeUpdate.ts";
import { CHECK_MARK, checkReportIn, counted, summaryOf, warningsOf } from "../release/checkReport.ts";
import { TAG } from "../release/definition.ts";
import { describeRevision } from "../release/describe.ts";
import { dockerArguments } from "../release/docker.ts";
import { type Ending, followOneOff } from "../release/followOneOff.ts";
import { HINT_LINES } from "../release/hints/fromLog.ts";
import { resolveImages } from "../release/images.ts";
import { CHECK_STARTED_BY, failureOf, startOneOff } from "../release/oneOffTask.ts";
import { registerOnce } from "../release/revisions.ts";
import { CHECK, renderCheck, sizeProblem } from "../release/updateTask.ts";
import { isNamed } from "../release/wanted.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { type DeployCheck, type DeployTargets, readTargets } from "../targets.ts";
import type { CommonOptions } from "./options.ts";

export interface CheckOptions extends CommonOptions {
  /** Defaults to the version that was released last. */
  version?: string;
  /** Versions and digests by image name: that of the update task's image is checked. */
  versions: Record<string, string>;
  digests: Record<string, string>;
  /** An image of this machine's Docker: it is checked here, without the environment's servers and secrets. */
  image?: string;
  /** Runs `docker` with these arguments and hands on its lines; gives its exit code, undefined where it isn't installed. */
  docker(args: string[], line: (text: string) => void): Promise<number | undefined>;
}

/** How a check ended, wherever it ran. */
interface Checked {
  /** What was checked, for a person. */
  label: string;
  exitCode?: number;
  log: string[];
}

/** Asks an image whether it fits the environment. Nothing that runs is changed. */
export async function check(session: Session, options: CheckOptions): Promise<Report> {
  const targets = await readTargets(session);
  if (targets.check === undefined)
    throw new Refusal([
      `${targets.environment} doesn't say what a check has to know: run \`pulumi up\` on its stack with the library that belongs to this app-update.`,
    ]);
  const isNamedInAws = isNamed(options, targets.update.image);
  if (options.image !== undefined && isNamedInAws)
    throw new Refusal([
      "Write a version, whose image is checked in AWS, or --image for one of this machine.",
    ]);
  const checked =
    options.image === undefined
      ? await inAws(session, targets, targets.check, options)
      : await inDocker(session, targets, targets.check, { ...options, image: options.image });
  return reportOn(targets, checked);
}

function reportOn(targets: DeployTargets, { label, exitCode, log }: Checked): Report {
  const told = { command: "check", environment: targets.environment };
  const found = checkReportIn(log);
  const more = { remarks: warningsOf(found), data: { check: found } };
  if (exitCode === 0 && found !== undefined) {
    const headline = `${label} fits ${targets.environment}: ${summaryOf(found)}.`;
    return report({ ...told, exit: EXIT.done, headline }, more);
  }
  const failure = checkFailure(targets.update, { log }, { exitCode });
  if (failure instanceof Failed) throw failure;
  const { problems } = failure;
  const headline = `${label} doesn't fit ${targets.environment}: the check found ${counted(problems.length, "problem")}.`;
  return report({ ...told, exit: EXIT.refused, headline }, { ...more, problems });
}

/** In a task of its own with the update's settings, in a revision that is taken away again. It takes no lock: nothing that runs is changed. */
async function inAws(
  session: Session,
  targets: DeployTargets,
  check: DeployCheck,
  options: CheckOptions,
): Promise<Checked> {
  const { update } = targets;
  const { digest, version } = await wantedImage(session, targets, options);
  const label = version ?? shortDigest(digest);
  const id = `check-${session.newId().slice(0, 8)}`;
  const template = await describeRevision(session.aws, update.template);
  const { problems, remarks } = await checkArchitectures(session, {
    targets,
    tasks: [update],
    digests: { [update.image]: digest },
    versions: version === undefined ? {} : { [update.image]: version },
    revisions: new Map([[update.template, template]]),
  });
  if (problems.length > 0) throw new Refusal(problems);
  for (const remark of remarks) session.progress.line(remark);
  const request = renderCheck(
    template,
    update,
    {
      image: `${targets.images[update.image]}@${digest}`,
      tags: { [TAG.release]: id },
      version: version ?? digest,
    },
    check,
  );
  const tooLarge = sizeProblem(request, false);
  if (tooLarge !== undefined) throw new Refusal([tooLarge]);
  session.progress.step(`Checking ${label} for ${targets.environment}`);
  try {
    const revision = await registerOnce(session, { keep: async () => {} }, request, id);
    try {
      const oneOff = { target: update, revision, startedBy: CHECK_STARTED_BY, clientToken: session.newId() };
      const task = await startOneOff(session, targets, oneOff);
      const target = { ...update, process: CHECK, container: CHECK };
      const ending = await followOneOff(session, targets, target, task, options);
      return { label, ...ended(target, ending, options.timeout) };
    } finally {
      await session
        .aws("ecs.DeregisterTaskDefinition", { taskDefinition: revision })
        .catch((error: unknown) => session.progress.warn(`${revision} is left over. ${explain(error)}`));
    }
  } catch (error) {
    if (error instanceof Failed || endsEverything(error)) throw error;
    throw new Failed({
      process: "check",
      reason: `The check couldn't be carried out. ${explain(error)}`,
      log: [],
    });
  }
}

function ended(
  target: DeployTargets["update"],
  ending: Ending | undefined,
  timeout: number,
): Omit<Checked, "label"> {
  if (ending === undefined)
    throw new Failed({ process: "check", reason: "AWS has forgotten how the check ended.", log: [] });
  const failure =
    ending.exitCode === undefined || ending.timedOut ? failureOf(target, ending, timeout, "run") : undefined;
  if (failure !== undefined) throw failure;
  return { exitCode: ending.exitCode, log: ending.log };
}

/** The digest of the version's image, or of the one that was released last. */
async function wantedImage(
  session: Session,
  targets: DeployTargets,
  options: CheckOptions,
): Promise<{ digest: string; version?: string }> {
  const { image } = targets.update;
  const repository = targets.images[image] ?? "";
  if (isNamed(options, image)) {
    const only = { ...targets, images: { [image]: repository } };
    const found = await resolveImages(session.aws, only, options);
    const digest = found.digests[image];
    if (digest === undefined || found.problems.length > 0) throw new Refusal(found.problems);
    return { digest, version: options.versions[image] ?? options.version };
  }
  const current = currentRelease(await readRecords(session.aws, targets.releaseTable, 25));
  const digest = current?.digests[image];
  if (digest === undefined)
    throw new Refusal([
      `${targets.environment} has no release yet: write the version to check, or --image for an image of this machine.`,
    ]);
  return { digest, version: current?.versions?.[image] ?? current?.version };
}

/** In a container of this machine with the template's plain variables. It reaches nothing, and secrets are made up. */
async function inDocker(
  session: Session,
  targets: DeployTargets,
  check: DeployCheck,
  { image, docker }: CheckOptions & { image: string },
): Promise<Checked> {
  const { digest, tag } = parseImage(image);
  const template = await describeRevision(session.aws, targets.update.template);
  const args = dockerArguments(template, targets.update, { image, version: digest ?? tag }, check);
  session.progress.step(`Checking ${image} with Docker`);
  const log: string[] = [];
  const exitCode = await docker(args, (text) => {
    if (!text.startsWith(CHECK_MARK)) session.progress.log("check", text);
    log.push(text);
    log.splice(0, log.length - HINT_LINES);
  });
  if (exitCode === undefined)
    throw new Refusal(["`docker` isn't on the PATH: install it, or check a version in AWS."]);
  return { label: image, exitCode, log };
}

/** Runs Docker, line by line. */
export function docker(args: string[], line: (text: string) => void): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawnProcess("docker", args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", line);
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve(undefined) : reject(error),
    );
    child.on("close", (code) => resolve(code ?? EXIT.failed));
  });
}
