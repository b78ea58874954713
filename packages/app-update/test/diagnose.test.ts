import { expect, test } from "vitest";
import { diagnoseHealth, diagnoseTask } from "../src/release/diagnose.ts";
import { isFailure } from "../src/release/endings.ts";
import { hintFromLog } from "../src/release/hints/fromLog.ts";

/** What ECS writes, as found in its documentation and in people's reports. */
test.each<[string, string, number]>([
  [
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 1.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:1: not found",
    "its image isn't in the registry",
    1,
  ],
  [
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/arm64'",
    "its image is built for another processor architecture",
    1,
  ],
  [
    "CannotPullContainerError: inspect image has been retried 1 time(s): pull access denied, repository does not accept it: 403 Forbidden",
    "it may not pull its image",
    1,
  ],
  [
    "CannotPullContainerError: inspect image has been retried 1 time(s): toomanyrequests: You have reached your pull rate limit",
    "the registry's pull rate limit is used up",
    3,
  ],
  [
    "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: dial tcp 52.217.1.1:443: i/o timeout",
    "its image can't be pulled",
    2,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue",
    "it may not read its secrets",
    1,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    "one of its secrets doesn't exist or has no value",
    1,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The parameter /x cannot be found: invalid ssm parameters: /x",
    "one of its secrets doesn't exist or has no value",
    1,
  ],
  [
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ResourceNotFoundException: The specified log group does not exist.",
    "it can't write its log",
    1,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth: RequestError: dial tcp 52.94.1.1:443: i/o timeout",
    "AWS couldn't set it up",
    2,
  ],
  [
    'CannotStartContainerError: exec: "gunicorn": executable file not found in $PATH',
    "its command can't be started",
    1,
  ],
  ["exec /usr/bin/gunicorn: exec format error", "its image is built for another processor architecture", 1],
  [
    "Capacity is unavailable at this time. Please try again later or in a different availability zone",
    "AWS has no capacity for it",
    5,
  ],
  ["OutOfMemoryError: Container killed due to memory usage", "it ran out of memory", 2],
  ["Task failed container health checks", "its container's health check fails", 2],
  [
    "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/x/1)",
    "the load balancer's health check fails",
    2,
  ],
])("%s", (stoppedReason, cause, patience) => {
  const diagnosis = diagnoseTask({ stoppedReason }, "web");
  expect(diagnosis.cause.startsWith(cause)).toBe(true);
  expect(diagnosis.patience).toBe(patience);
});

test.each<[number, string]>([
  [0, "its process ended by itself, with exit code 0"],
  [1, "it ended with exit code 1"],
  [127, "it ended with exit code 127"],
  [137, "it was killed (exit code 137)"],
])("exit code %i", (exitCode, cause) => {
  const task = {
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "web", exitCode }],
  };
  expect(diagnoseTask(task, "web")).toMatchObject({ cause, patience: 2 });
});

test("the exit code that counts is the named container's", () => {
  const containers = [
    { name: "sidecar", exitCode: 0 },
    { name: "web", exitCode: 3 },
  ];
  expect(diagnoseTask({ containers }, "web").cause).toBe("it ended with exit code 3");
});

test.each<[string, string, number]>([
  ["Health checks failed with these codes: [400]", "its health check answers 400 at /h/", 1],
  ["Health checks failed with these codes: [301]", "its health check answers 301 at /h/", 1],
  ["Health checks failed with these codes: [403]", "its health check answers 403 at /h/", 1],
  ["Health checks failed with these codes: [404]", "its health check answers 404 at /h/", 1],
  ["Health checks failed with these codes: [502]", "its health check answers 502 at /h/", 2],
  ["Request timed out", "its health check fails at /h/: Request timed out", 2],
])("%s", (words, cause, patience) => {
  expect(diagnoseHealth(words, "/h/")).toMatchObject({ cause, patience });
});

test.each<[string, string]>([
  [
    "Invalid HTTP_HOST header: '10.0.1.2:8000'. You may need to add '10.0.1.2' to ALLOWED_HOSTS.",
    "ALLOWED_HOSTS",
  ],
  [
    "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
    "The SECRET_KEY setting must not be empty",
  ],
  ["KeyError: 'POSTGRES_NAME'", "The variable POSTGRES_NAME is missing"],
  ["ModuleNotFoundError: No module named 'redis'", "The image lacks the Python package of `redis`"],
  ['FATAL:  password authentication failed for user "alpha"', "Postgres doesn't accept the password"],
  ['connection to server at "10.0.20.4", port 5432 failed: timeout expired', "Postgres can't be reached"],
  ['psycopg.errors.UndefinedTable: relation "blog_post" does not exist', "The table blog_post doesn't exist"],
  [
    "kombu.exceptions.OperationalError: Error 110 connecting to cache:6379. Timeout",
    "The broker can't be reached",
  ],
  ["[ERROR] Reason: Worker failed to boot.", "gunicorn couldn't import the application"],
])("the log line %s is understood", (line, hint) => {
  expect(hintFromLog(["starting", line, "bye"])).toContain(hint);
});

test("a log that says nothing gives no hint", () => {
  expect(hintFromLog(["all is well"])).toBeUndefined();
});

test.each([
  [{ stopCode: "TaskFailedToStart" as const }, true],
  [{ stopCode: "EssentialContainerExited" as const }, true],
  [
    { stopCode: "ServiceSchedulerInitiated" as const, stoppedReason: "Task failed ELB health checks in (x)" },
    true,
  ],
  [
    {
      stopCode: "ServiceSchedulerInitiated" as const,
      stoppedReason: "Scaling activity initiated by (deployment x)",
    },
    false,
  ],
  [{ stopCode: "SpotInterruption" as const, stoppedReason: "Your Spot Task was interrupted." }, false],
  [{ stopCode: "UserInitiated" as const }, false],
])("%o counts as a failure: %s", (task, expected) => {
  expect(isFailure(task)).toBe(expected);
});

test.each([
  [
    "a sidecar that ends by itself",
    { gunicorn: 0, agent: 2 },
    {
      cause: "its sidecar agent ended with exit code 2",
      hint: "See `sidecars.agent`: its image, its settings, and whether it has to be `essential`. Its lines are in the log group of the process, in streams …/agent/….",
      patience: 2,
      isSure: true,
    },
  ],
  [
    "the process itself, whatever a sidecar ends with when it is stopped",
    { gunicorn: 3, agent: 1 },
    {
      cause: "it ended with exit code 3",
      hint: undefined,
      patience: 2,
    },
  ],
  [
    "the process itself, where its sidecar was stopped as it should be",
    { gunicorn: 137, agent: 143 },
    {
      cause: "it was killed (exit code 137)",
      hint: expect.stringMatching(/^That is mostly too little memory/),
      patience: 2,
    },
  ],
])("of two containers: %s", (_, codes, diagnosis) => {
  const containers = Object.entries(codes).map(([name, exitCode]) => ({ name, exitCode }));
  const task = { stopCode: "EssentialContainerExited" as const, containers };
  expect(diagnoseTask(task, "gunicorn")).toEqual(diagnosis);
});

test("a task that ECS stops has no sidecar that ended it, whatever it ends with then", () => {
  const containers = [
    { name: "gunicorn", exitCode: 143 },
    { name: "agent", exitCode: 1 },
  ];
  const task = { stopCode: "ServiceSchedulerInitiated" as const, containers };
  expect(diagnoseTask(task, "gunicorn").cause).toBe("it was asked to stop (exit code 143)");
});
