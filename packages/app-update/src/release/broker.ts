import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { listTasks } from "./tasks.ts";

/** What Celery's workers and beat write where they don't reach their broker; they try again for ever, and look alive. */
const UNREACHED = ["consumer: Cannot connect to", "beat: Connection error"];
/** What they write once they do. */
const REACHED = ["Connected to", "ready.", "Sending due task"];

/** Lines with one of these words: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html. */
const FILTER = [...UNREACHED, ...REACHED].map((words) => `?"${words}"`).join(" ");

/** How much of a log is read at most. */
const PAGES = 10;
const LONGEST_LINE = 300;

/** A running task that doesn't reach its broker. */
export interface Unreached {
  /** What it says about it. */
  line: string;
  /** Its id. */
  task: string;
}

/**
 * A running task of a service whose log says, since a time, that it doesn't reach its broker, and not that it does after all. Nothing
 * where logs can't be read or are of another kind: then it counts that it lives.
 */
export async function unreachedBroker(
  session: Session,
  targets: DeployTargets,
  target: DeployService,
  since: Date | undefined,
): Promise<Unreached | undefined> {
  const found = await lastWords(session, target, since).catch(() => new Map<string, string>());
  const unreached = [...found].filter(([, line]) => UNREACHED.some((words) => line.includes(words)));
  if (unreached.length === 0) return undefined;
  const { cluster } = targets;
  const running = await listTasks(session.aws, {
    cluster,
    serviceName: target.service,
    desiredStatus: "RUNNING",
  });
  const own = unreached.find(([task]) => running.some((arn) => arn.endsWith(`/${task}`)));
  return (
    own && {
      task: own[0],
      line:
        own[1]
          .replace(/^\[[^\]]*\] /, "")
          .split("\n")[0]
          ?.slice(0, LONGEST_LINE) ?? "",
    }
  );
}

/** The last thing that each task says about its broker, by the task's id. */
async function lastWords(
  { aws }: Session,
  { logGroup, logStreamPrefix, container }: DeployService,
  since: Date | undefined,
): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  let nextToken: string | undefined;
  for (let page = 1; page <= PAGES; page++) {
    const answer = await aws("logs.FilterLogEvents", {
      logGroupName: logGroup,
      logStreamNamePrefix: `${logStreamPrefix}/${container}/`,
      filterPattern: FILTER,
      ...(since === undefined ? {} : { startTime: since.getTime() }),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    for (const { logStreamName = "", message = "" } of answer.events ?? [])
      words.set(logStreamName.slice(logStreamName.lastIndexOf("/") + 1), message.trim());
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return words;
}
