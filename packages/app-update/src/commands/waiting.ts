import { messageOf } from "@ublog/terminal/errors";
import { formatTime } from "../clock.ts";
import type { Difference } from "../release/definition.ts";
import type { ProcessState } from "../release/running.ts";
import type { Table } from "../report/report.ts";
import type { Session } from "../session.ts";
import type { UpSettings, WaitingSetting } from "../settings.ts";

/** What waits, and for what. */
export interface Waiting {
  /** For an `up`. Absent where nobody here knows Pulumi. */
  up?: UpSettings;
  /** For a release. */
  release: ({ process: string } & Difference)[];
  /** Secrets that wait for a restart, and the processes that have the former value. */
  restart: { secret: string; processes: string[] }[];
}

/** Puts together what waits in an environment. What isn't known is said, and fails nothing. */
export async function waitingIn(
  session: Pick<Session, "upSettings" | "parameter">,
  environment: string,
  processes: readonly ProcessState[],
): Promise<Waiting> {
  const up = await session
    .upSettings?.(environment, session.parameter)
    .catch((error: unknown): UpSettings => ({ isKnown: false, reason: messageOf(error) }));
  const outdated = new Set(processes.flatMap((one) => one.outdated));
  return {
    ...(up && { up }),
    release: processes.flatMap(({ process, waiting }) => waiting.map((one) => ({ process, ...one }))),
    restart: [...outdated].sort().map((secret) => ({
      secret,
      processes: processes.filter((one) => one.outdated.includes(secret)).map(({ process }) => process),
    })),
  };
}

/** What waits as tables, those that have rows. */
export function waitingTables({ up, release }: Waiting): Table[] {
  return [...upTable(up?.isKnown ? up.waiting : []), ...releaseTable(release)];
}

/** The settings that a release would bring. */
export function releaseTable(waiting: Waiting["release"]): Table[] {
  if (waiting.length === 0) return [];
  return [
    {
      title: "Infrastructure changes that wait for a release",
      head: ["Process", "Setting", "Runs", "Published"],
      rows: waiting.map(({ process, path, from, to }) => [process, path, shown(from), shown(to)]),
    },
  ];
}

function upTable(waiting: readonly WaitingSetting[]): Table[] {
  if (waiting.length === 0) return [];
  const cell = ({ secret }: WaitingSetting, value: unknown) =>
    secret
      ? "not shown"
      : shown(typeof value === "string" || value === undefined ? value : JSON.stringify(value));
  return [
    {
      title: "Settings that wait for `pulumi up`",
      head: ["Setting", "Change", "Last up", "File"],
      rows: waiting.map((one) => [
        one.path,
        one.change,
        one.change === "added" ? "–" : cell(one, one.from),
        one.change === "removed" ? "–" : cell(one, one.to),
      ]),
    },
  ];
}

/** What waits, as far as it isn't in a table; and what doesn't. */
export function waitingRemarks({ up, release, restart }: Waiting): string[] {
  return [
    ...(up === undefined ? [] : upRemarks(up)),
    ...(release.length === 0 && restart.length === 0 ? ["Nothing waits for a release."] : []),
    ...restart.map(
      ({ secret, processes }) =>
        `The secret ${secret} was changed after ${processes.join(", ")} started: \`app-update restart\` brings the new value.`,
    ),
  ];
}

function upRemarks(up: UpSettings): string[] {
  if (!up.isKnown) return [`What waits for \`pulumi up\` isn't known: ${up.reason}`];
  const { lastUp, waiting, remarks } = up;
  const commit = lastUp?.commit === undefined ? "" : ` at ${lastUp.commit.slice(0, 12)}`;
  const last = lastUp === undefined ? "" : ` (the last was ${formatTime(Date.parse(lastUp.at))}${commit})`;
  return [...(waiting.length === 0 ? [`No setting waits for \`pulumi up\`${last}.`] : []), ...remarks];
}

/** Long values, such as a policy in a variable, are cut here; the JSON has them whole. */
function shown(value: string | undefined): string {
  if (value === undefined) return "–";
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
