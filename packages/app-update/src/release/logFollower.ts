import { isAwsError } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import type { DeployTask } from "../targets.ts";

/** The log stream that a task's container writes. */
export interface LogStream {
  logGroupName: string;
  logStreamName: string;
}

export function logStreamOf(target: DeployTask, taskArn: string, container = target.container): LogStream {
  const id = taskArn.slice(taskArn.lastIndexOf("/") + 1);
  return {
    logGroupName: target.logGroup,
    logStreamName: `${target.logStreamPrefix}/${container}/${id}`,
  };
}

/** Reads a log stream piece by piece: each call gives the lines that are new. */
export function followLog(aws: Aws, stream: LogStream): () => Promise<string[]> {
  let nextToken: string | undefined;
  return async () => {
    const lines: string[] = [];
    for (;;) {
      const page = await readPage(aws, { ...stream, nextToken, startFromHead: true });
      if (page === undefined) return lines;
      lines.push(...page.lines);
      const isEnd = page.next === nextToken || page.next === undefined;
      nextToken = page.next ?? nextToken;
      if (isEnd || page.lines.length === 0) return lines;
    }
  };
}

/** The last lines of a log stream; none where there is no such stream. */
export async function lastLines(aws: Aws, stream: LogStream, limit: number): Promise<string[]> {
  return (await readPage(aws, { ...stream, startFromHead: false, limit }))?.lines ?? [];
}

async function readPage(aws: Aws, input: Parameters<typeof aws<"logs.GetLogEvents">>[1]) {
  try {
    const answer = await aws("logs.GetLogEvents", input);
    return {
      lines: (answer.events ?? []).map((event) => (event.message ?? "").trimEnd()),
      next: answer.nextForwardToken,
    };
  } catch (error) {
    // The stream begins to exist with the first line.
    if (isAwsError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}
