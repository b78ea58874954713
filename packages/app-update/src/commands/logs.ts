import { SECOND } from "../clock.ts";
import { EXIT, Interrupted } from "../outcome.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { CommonOptions } from "./options.ts";
import { taskNamed } from "./processes.ts";

export interface LogsOptions extends CommonOptions {
  process: string;
  /** How far back, in milliseconds. */
  since: number;
  /** Whether to follow the log until it is interrupted. */
  follow?: boolean;
  /** A CloudWatch Logs filter pattern. */
  filter?: string;
  /** Where the lines go. */
  print(line: string): void;
  /** Whether nobody reads them any more: then there is no point in following. */
  isUnread(): boolean;
}

const POLL = 3 * SECOND;
/** Lines reach CloudWatch some seconds out of order: that span is read again, and each line is shown once. */
const OVERLAP = 20 * SECOND;

/** The log of all tasks of a process, in the order of time. */
export async function logs(session: Session, options: LogsOptions): Promise<Report> {
  const { aws, clock } = session;
  const targets = await readTargets(session);
  const target = taskNamed(targets, options.process);
  const seen = new Set<string>();
  let from = clock.now() - options.since;
  let count = 0;
  try {
    for (;;) {
      const asked = clock.now();
      let nextToken: string | undefined;
      do {
        const page = await aws("logs.FilterLogEvents", {
          logGroupName: target.logGroup,
          // Sidecars write into the same group.
          logStreamNamePrefix: `${target.logStreamPrefix}/${target.container}/`,
          startTime: from,
          filterPattern: options.filter,
          nextToken,
        });
        for (const event of page.events ?? []) {
          if (seen.has(event.eventId ?? "")) continue;
          seen.add(event.eventId ?? "");
          const task = (event.logStreamName ?? "").split("/").at(-1)?.slice(0, 8);
          options.print(
            `${new Date(event.timestamp ?? 0).toISOString()} ${task} ${(event.message ?? "").trimEnd()}`,
          );
          count += 1;
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      if (!options.follow || options.isUnread()) break;
      from = Math.max(from, asked - OVERLAP);
      await clock.sleep(POLL);
    }
  } catch (error) {
    if (!(options.follow && error instanceof Interrupted)) throw error;
  }
  const lines = `${count} ${count === 1 ? "line" : "lines"}`;
  return report({
    exit: EXIT.done,
    command: `logs ${target.process}`,
    environment: targets.environment,
    headline: `${lines} of ${target.logGroup}.`,
  });
}
