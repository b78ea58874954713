import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { Report } from "@ublog/app-update/src/report/report.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import { UserError } from "@ublog/terminal/errors";
import { makeImages, problemsOfBuilder } from "./carryOut.ts";
import { builderOf } from "./docker.ts";
import type { BuildOptions } from "./options.ts";
import { type Job, jobsOf } from "./orders.ts";
import { commandOf, reportOfImages, reportOfPlan } from "./report.ts";
import type { Workshop } from "./workshop.ts";

/** verify → log in → build and push, one image after the other. One that is in the registry already, of the same commit, is left. */
export async function build(session: Session, workshop: Workshop, options: BuildOptions): Promise<Report> {
  try {
    return await carriedOut(session, workshop, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Refusal(error.message.split("\n"));
  }
}

async function carriedOut(session: Session, workshop: Workshop, options: BuildOptions): Promise<Report> {
  const told = { command: "build", environment: options.stack };
  session.progress.step(`Looking at what is checked out, and at what ${options.stack} runs`);
  const { jobs, problems, remarks: found } = await jobsOf(session, workshop, options);
  const remarks = workshop.isSandbox ? [...found, SANDBOX] : found;
  const isOver = problems.length === 0 && jobs.every(({ there }) => there !== undefined);
  if (options.dryRun && problems.length === 0 && !isOver) {
    for (const { order, there } of jobs) if (there === undefined) session.progress.line(commandOf(order));
    return reportOfPlan(told, jobs, remarks);
  }
  const bench = options.dryRun || isOver ? NOTHING_NEEDED : await benchFor(workshop, jobs);
  const all = [...problems, ...bench.problems];
  if (all.length > 0) throw new Refusal(all);
  const ready = jobs.map((job) =>
    bench.attests ? job : { ...job, order: { ...job.order, attested: false } },
  );
  const made = await makeImages(session, workshop, ready);
  return reportOfImages(told, made, [...remarks, ...bench.remarks]);
}

const SANDBOX =
  "The sandbox's registry has every version but those that `ublog versions` says aren't there: nothing is built.";

/** What Docker can do for the images that are built. */
interface Bench {
  problems: string[];
  remarks: string[];
  /** Whether provenance and contents go with an image. */
  attests: boolean;
}

const NOTHING_NEEDED: Bench = { problems: [], remarks: [], attests: true };

async function benchFor({ docker, isSandbox }: Workshop, jobs: readonly Job[]): Promise<Bench> {
  if (isSandbox)
    return {
      ...NOTHING_NEEDED,
      problems: [SANDBOX],
    };
  const builder = await builderOf(docker);
  if ("problem" in builder) return { ...NOTHING_NEEDED, problems: [builder.problem] };
  const waiting = jobs.filter(({ there }) => there === undefined);
  const isPushed = waiting.some(({ order }) => order.push);
  const attests = builder.makesIndexes;
  return {
    problems: problemsOfBuilder(builder, waiting),
    remarks:
      attests || !isPushed
        ? []
        : [
            `Without provenance and SBOM: Docker's builder ${builder.name} makes none. \`docker buildx create --name ublog --driver docker-container --use\` makes one that does.`,
          ],
    attests,
  };
}
