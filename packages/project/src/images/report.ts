import { EXIT } from "@ublog/app-update/src/outcome.ts";
import { type Report, report, type Table } from "@ublog/app-update/src/report/report.ts";
import { quoted } from "@ublog/terminal/shell";
import { buildArguments } from "./buildArguments.ts";
import type { Made } from "./carryOut.ts";
import type { Job } from "./orders.ts";
import { shortCommit } from "./version.ts";

type Told = Pick<Report, "command" | "environment">;

/** An image in a report, done or to be done. */
interface Row extends Job {
  state: Made["state"] | "to build";
  digest?: string | undefined;
}

/** What was done, for everyone. */
export function reportOfImages(told: Told, made: readonly Made[], remarks: readonly string[]): Report {
  const known = made.filter(({ digest }) => digest !== undefined);
  return report(
    { ...told, ...outcomeOf(made) },
    {
      tables: [tableOf(made)],
      remarks: [...remarks],
      data: {
        images: made.map(dataOf),
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

/** What would be done, of which something is to build: its commands as a person would write them. */
export function reportOfPlan(told: Told, jobs: readonly Job[], remarks: readonly string[]): Report {
  const rows = jobs.map(
    (job): Row => ({
      ...job,
      state: job.there === undefined ? "to build" : "there",
      digest: job.there?.digest,
    }),
  );
  const waiting = rows.filter(({ state }) => state === "to build");
  const verb = waiting.some(({ order }) => order.push) ? "build and push" : "build";
  const commands = (row: Row) => (row.state === "to build" ? { command: commandOf(row.order) } : {});
  return report(
    { ...told, exit: EXIT.done, headline: `It would ${verb} ${namesOf(waiting)}.` },
    {
      tables: [tableOf(rows)],
      remarks: [...remarks],
      data: { images: rows.map((row) => ({ ...dataOf(row), ...commands(row) })) },
    },
  );
}

const dataOf = ({ image, order, state, digest }: Row) => ({
  image,
  repository: order.repository,
  version: order.version,
  commit: order.checkout.commit,
  platforms: order.platforms,
  state,
  digest,
});

/** The command that builds an image, as it could be written in a shell. */
export const commandOf = (order: Job["order"]): string =>
  ["docker", ...buildArguments(order, "metadata.json")].map(quoted).join(" ");

function tableOf(rows: readonly Row[]): Table {
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
  if (over === undefined && of("not begun").length === 0)
    return { exit: EXIT.done, headline: doneHeadline(of("pushed"), of("built"), of("there")) };
  const inRegistry = of("pushed", "there");
  const one = inRegistry.length === 1;
  const where =
    inRegistry.length === 0
      ? "Nothing was pushed."
      : `${namesOf(inRegistry)} ${one ? "is" : "are"} in the registry, and the same command again goes on behind ${one ? "it" : "them"}.`;
  if (over?.state === "failed")
    return {
      exit: EXIT.failed,
      headline: `The build of ${namesOf([over])} failed: Docker's lines above say why. ${where}`,
    };
  const when = over === undefined ? "" : ` while ${namesOf([over])} was being built`;
  return { exit: EXIT.interrupted, headline: `Stopped${when}. ${where}` };
}

function doneHeadline(pushed: readonly Job[], built: readonly Job[], there: readonly Job[]): string {
  if (pushed.length + built.length === 0)
    return `Nothing to build: ${namesOf(there)} ${there.length === 1 ? "is" : "are"} there already.`;
  if (built.length > 0) return `Built ${namesOf(built)} for this machine.`;
  const were = there.length === 1 ? "was" : "were";
  const rest = there.length === 0 ? "" : `; ${namesOf(there)} ${were} there already`;
  return `Built and pushed ${namesOf(pushed)}${rest}.`;
}

const namesOf = (jobs: readonly Job[]): string =>
  jobs.map(({ image, order }) => `${image} ${order.version}`).join(" and ");
