import { EXIT } from "@ublog/app-update/src/outcome.ts";
import { type Report, report, type Table } from "@ublog/app-update/src/report/report.ts";
import { quoted } from "@ublog/terminal/shell";
import { buildArguments } from "./buildArguments.ts";
import type { Made } from "./carryOut.ts";
import type { Job } from "./orders.ts";
import { shortCommit } from "./version.ts";

type Told = Pick<Report, "command" | "environment">;

/** What was done, for everyone. */
export function reportOfImages(told: Told, made: readonly Made[], remarks: readonly string[]): Report {
  const { exit, headline } = outcomeOf(made);
  const known = made.filter(({ digest }) => digest !== undefined);
  return report(
    { ...told, exit, headline },
    {
      tables: [tableOf(made)],
      remarks: [...remarks],
      data: {
        images: made.map(({ image, order, state, digest }) => ({
          image,
          repository: order.repository,
          version: order.version,
          commit: order.checkout.commit,
          platforms: order.platforms,
          state,
          digest,
        })),
        versions: Object.fromEntries(known.map(({ image, order }) => [image, order.version])),
        digests: Object.fromEntries(known.map(({ image, digest }) => [image, digest])),
      },
      outputs: Object.fromEntries(
        known.flatMap(({ image, order, digest = "" }) => [
          [`${image}-version`, order.version],
          [`${image}-digest`, digest],
        ]),
      ),
    },
  );
}

/** What would be done: the commands as a person would write them. */
export function reportOfPlan(told: Told, jobs: readonly Job[], remarks: readonly string[]): Report {
  const waiting = jobs.filter(({ there }) => there === undefined);
  const verb = waiting.some(({ order }) => order.push) ? "build and push" : "build";
  const headline =
    waiting.length === 0
      ? `Nothing to build: ${namesOf(jobs)} ${jobs.length === 1 ? "is" : "are"} there already.`
      : `It would ${verb} ${namesOf(waiting)}.`;
  return report(
    { ...told, exit: EXIT.done, headline },
    {
      tables: [
        tableOf(
          jobs.map((job) => ({
            ...job,
            state: job.there === undefined ? "to build" : "there",
            digest: job.there?.digest,
          })),
        ),
      ],
      remarks: [...remarks],
      data: {
        images: jobs.map(({ image, order, there }) => ({
          image,
          repository: order.repository,
          version: order.version,
          commit: order.checkout.commit,
          platforms: order.platforms,
          state: there === undefined ? "to build" : "there",
          digest: there?.digest,
          ...(there === undefined && { command: commandOf(order) }),
        })),
      },
    },
  );
}

/** The command that builds an image, as it could be written in a shell. */
export const commandOf = (order: Job["order"]): string =>
  ["docker", ...buildArguments(order, "metadata.json")].map(quoted).join(" ");

function tableOf(rows: readonly (Job & { state: string; digest?: string | undefined })[]): Table {
  return {
    head: ["Image", "Version", "Commit", "State", "Digest"],
    rows: rows.map(({ image, order, state, digest }) => [
      image,
      order.version,
      shortCommit(order.checkout.commit),
      state,
      digest ?? "–",
    ]),
  };
}

function outcomeOf(made: readonly Made[]): Pick<Report, "exit" | "headline"> {
  const of = (...states: Made["state"][]) => made.filter(({ state }) => states.includes(state));
  const [over] = of("failed", "stopped");
  const done = of("pushed", "built");
  const there = of("there");
  if (over === undefined && of("not begun").length === 0) {
    if (done.length === 0)
      return {
        exit: EXIT.done,
        headline: `Nothing to build: ${namesOf(there)} ${there.length === 1 ? "is" : "are"} there already.`,
      };
    const verb = done.some(({ state }) => state === "pushed")
      ? "Built and pushed"
      : "Built, for this machine,";
    const rest =
      there.length === 0 ? "" : `; ${namesOf(there)} ${there.length === 1 ? "was" : "were"} there already`;
    return { exit: EXIT.done, headline: `${verb} ${namesOf(done)}${rest}.` };
  }
  const inRegistry = of("pushed", "built", "there");
  const where =
    inRegistry.length === 0
      ? "Nothing was pushed."
      : `${namesOf(inRegistry)} ${inRegistry.length === 1 ? "is" : "are"} there, and the same command again goes on behind ${inRegistry.length === 1 ? "it" : "them"}.`;
  if (over?.state === "failed")
    return {
      exit: EXIT.failed,
      headline: `The build of ${namesOf([over])} failed: Docker's lines above say why. ${where}`,
    };
  return {
    exit: EXIT.interrupted,
    headline: `Stopped${over === undefined ? "" : ` while ${namesOf([over])} was being built`}. ${where}`,
  };
}

const namesOf = (jobs: readonly Job[]): string =>
  jobs.map(({ image, order }) => `${image} ${order.version}`).join(" and ");
