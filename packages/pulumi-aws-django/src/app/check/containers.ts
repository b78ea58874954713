import type { Container } from "../../ecs/container.ts";
import { checkInteger, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { SidecarArgs } from "../containerArgs.ts";
import type { Process } from "../plan/processes.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export function checkHealthCheck(at: string, check: Container["healthCheck"]): Problem[] {
  if (check === undefined) return [];
  return [
    ...(check.command.length > 0
      ? []
      : [
          {
            path: `${at}.command`,
            reason: 'is empty. Write one word an element: ["curl", "-f", "http://localhost"].',
          },
        ]),
    ...checkInteger(`${at}.intervalSeconds`, check.interval, 5, 300),
    ...checkInteger(`${at}.timeoutSeconds`, check.timeout, 2, 60),
    ...checkInteger(`${at}.retries`, check.retries, 1, 10),
    ...checkInteger(`${at}.startPeriodSeconds`, check.startPeriod, 0, 300),
  ];
}

/** The secret with the key to a private registry. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
export function checkCredentials(path: string, arn: SidecarArgs["repositoryCredentialsArn"]): Problem[] {
  const form = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+$/;
  const text = plainValue(arn);
  if (text === undefined || form.test(text)) return [];
  // What isn't an ARN may be the key itself: no message shows it.
  const reason =
    'isn\'t the ARN of a secret. Write that of one with `username` and `password`: "arn:aws:secretsmanager:<region>:<account>:secret:<name>".';
  return [{ path, reason }];
}

/** Processes that a setting names and that don't exist. */
export function checkProcessNames(
  path: string,
  names: readonly string[] | undefined,
  processes: readonly Process[],
): Problem[] {
  return checkNamesOf(path, names, processes.map(({ word }) => word).sort());
}

/** As checkProcessNames, for other names. */
export function checkNamesOf(path: string, names: readonly string[] = [], known: readonly string[]) {
  const listed = known.map((name) => JSON.stringify(name)).join(", ");
  const remedy = known.length === 0 ? "There is none: take it out." : `Write one of ${listed}.`;
  return names.flatMap((name, i) =>
    known.includes(name) ? [] : [wrongValue(`${path}[${i}]`, name, remedy)],
  );
}

/** A directory in a container: absolute, without a slash at the end. */
export function checkDirectory(path: string, directory: string, example: string): Problem[] {
  if (/^\/[^\s:]*[^\s:/]$/.test(directory)) return [];
  return [wrongValue(path, directory, `Write an absolute path without a slash at the end: "${example}".`)];
}
