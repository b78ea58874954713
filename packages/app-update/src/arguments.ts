import { Argument, InvalidArgumentError, Option } from "commander";
import { imageFormerlyCalled } from "#vocabulary";
import { formatDuration, LONGEST_TIMEOUT, MINUTE, parseDuration, SECOND } from "./clock.ts";

/*
 * Every value that can be written on the command line has its check here, which runs before anything else happens: what a
 * command line can't mean is refused before the first call to AWS. What only the environment knows, for example which
 * processes it has, the commands check before they take the lock.
 */

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The longest tag of an image, and what it may hold: https://github.com/opencontainers/distribution-spec, and ECR. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** ECS runs no more tasks of one service: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html. */
export const MOST_TASKS = 5000;
/** The longest override that RunTask accepts, as JSON: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html. */
const LONGEST_COMMAND = 8000;
/** DynamoDB returns at most a megabyte a page: some hundred releases. */
const MOST_RELEASES = 100;

/** Whether a text can be the tag of an image. */
export const isImageTag = (text: string): boolean => TAG.test(text);

type Check = (value: string) => string;

/** Refuses an empty value, usually a shell variable that nobody set, and what `fits` rejects. */
function checked(remedy: string, fits: (value: string) => boolean): Check {
  return (value) => {
    refuseEmpty(value, remedy);
    if (!fits(value)) throw new InvalidArgumentError(remedy);
    return value;
  };
}

function refuseEmpty(value: string, remedy: string): void {
  if (value.trim() === "")
    throw new InvalidArgumentError(`It is empty: perhaps a shell variable isn't set. ${remedy}`);
}

const version = checked(
  "A version is the tag of its images: at most 128 letters, digits, `.`, `_` and `-`, beginning with a letter, a digit or `_`, for example v1.2.3. A digest goes into --digest.",
  isImageTag,
);

const environment = checked(
  "Write the environment's name, for example alpha (at most 40 small letters, digits and hyphens), or its SSM parameter, /django/ublog/alpha/deploy-targets.",
  (value) =>
    /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value) ||
    (/^(\/[A-Za-z0-9._-]+)+$/.test(value) && value.length <= 1011),
);

const project = checked(
  "Write the name of the Pulumi project, which its Pulumi.yaml begins with, for example ublog; or leave it out.",
  (value) => /^[A-Za-z0-9._-]{1,100}$/.test(value),
);

const region = checked("Write a region such as us-east-1, or leave it out.", (value) =>
  /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/.test(value),
);

const gitSha = checked("Write the commit in 4 to 64 hexadecimal digits, or leave it out.", (value) =>
  /^[0-9a-f]{4,64}$/i.test(value),
);

const release = checked(
  "Write a release's number or version: `app-update history` lists them.",
  (value) => TAG.test(value) && !/^0+$/.test(value),
);

const process = checked("Write a process, for example gunicorn.", () => true);

const image = checked("Write an image of this machine's Docker, for example backend:ci.", (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/.test(value),
);

const filter = checked(
  'Write a CloudWatch Logs filter pattern of at most 1024 characters, for example "ERROR".',
  (value) => value.length <= 1024,
);

/** A word of a command and those before it. Only the first can't be empty: what the others mean is the program's business. */
function commandWord(word: string, before: string[] | undefined): string[] {
  if (before === undefined || before.length === 0)
    refuseEmpty(word, "Write a command, for example python manage.py check.");
  const words = [...(before ?? []), word];
  if (JSON.stringify(words).length > LONGEST_COMMAND)
    throw new InvalidArgumentError(
      `The command is longer than the ${LONGEST_COMMAND} characters that ECS takes: put it into a script of the image.`,
    );
  return words;
}

function wholeNumber(least: number, most: number, why = ""): (value: string) => number {
  return (value) => {
    refuseEmpty(value, "Write a whole number.");
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (Number.isNaN(number)) throw new InvalidArgumentError("Write a whole number.");
    if (number < least || number > most)
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}${why}.`);
    return number;
  };
}

function duration(least: number, most: number): (value: string) => number {
  const remedy = "Write a number and s, m, h or d: 90s, 30m, 2h.";
  return (value) => {
    refuseEmpty(value, remedy);
    const milliseconds = parseDuration(value);
    if (milliseconds === undefined) throw new InvalidArgumentError(remedy);
    if (milliseconds < least || milliseconds > most)
      throw new InvalidArgumentError(
        `Write at least ${formatDuration(least)} and at most ${formatDuration(most)}, for example 30m or 2h.`,
      );
    return milliseconds;
  };
}

/** An image's digest and those given before it. */
function digest(value: string, before: Record<string, string>): Record<string, string> {
  const remedy = "Write for example backend=sha256:….";
  refuseEmpty(value, remedy);
  const [name = "", given] = value.split(/=(.*)/s);
  const image = imageFormerlyCalled(name) ?? name;
  if (image.trim() === "" || given === undefined) throw new InvalidArgumentError(remedy);
  if (given.trim() === "")
    throw new InvalidArgumentError(`It has no digest: perhaps a shell variable isn't set. ${remedy}`);
  if (!DIGEST.test(given))
    throw new InvalidArgumentError(`\`${given}\` isn't a digest: write sha256: and 64 hexadecimal digits.`);
  if (before[image] !== undefined && before[image] !== given)
    throw new InvalidArgumentError(`${image} has another digest already: write one for each image.`);
  return { ...before, [image]: given };
}

const option = (flags: string, description: string, check: (value: string) => unknown) =>
  new Option(flags, description).argParser(check);
const argument = (name: string, description: string, check: (value: string) => unknown) =>
  new Argument(name, description).argParser(check);

/** The arguments of the verbs. */
export const ARGUMENTS = {
  version: () => argument("[version]", "the tag of the images that have no version of their own", version),
  versionOrCurrent: () =>
    argument("[version]", "the tag of the images; what was released last without one", version),
  process: () => argument("<process>", "the process, for example gunicorn", process),
  processes: () =>
    new Argument("[processes...]", "the processes; all without one").argParser(
      (value: string, before: string[] | undefined) => [...(before ?? []), process(value)],
    ),
  count: () =>
    argument(
      "<count>",
      "how many tasks",
      wholeNumber(0, MOST_TASKS, ", the most tasks that ECS runs of a service"),
    ),
  command: (name: string) => new Argument(name, "the command and its arguments").argParser(commandWord),
};

/** The options of the verbs. */
export const OPTIONS = {
  stack: () =>
    option("-s, --stack <name>", "the environment, or its SSM parameter", environment).makeOptionMandatory(),
  /** Another spelling of `--stack`. */
  env: () => option("-e, --env <name>", "the same as --stack", environment),
  project: () =>
    option("--project <name>", "the Pulumi project (default: from the nearest Pulumi.yaml)", project),
  region: () => option("--region <region>", "the AWS region (default: from the AWS configuration)", region),
  // A task takes most of a minute to start.
  timeout: () =>
    option(
      "--timeout <duration>",
      "the longest that one wait may take",
      duration(MINUTE, LONGEST_TIMEOUT),
    ).default(30 * MINUTE, "30m"),
  // No job lasts longer than five days, not even on a runner of one's own: https://docs.github.com/en/actions/reference/limits.
  within: () =>
    option(
      "--within <duration>",
      "refuse what could take longer in all, going back included",
      duration(MINUTE, 5 * DAY),
    ),
  // CloudWatch keeps nothing longer than ten years.
  since: () =>
    option("--since <duration>", "how far back", duration(SECOND, 3653 * DAY)).default(10 * MINUTE, "10m"),
  digest: () =>
    new Option("--digest <image=digest>", "the digest of an image, for registries other than ECR")
      .default({}, "looked up in ECR")
      .argParser(digest),
  /** A version of what is built. */
  version: () => option("--version <version>", "the tag of the images (default: from git)", version),
  /** A version of one image; another image keeps the one of the argument, or stays as it is. */
  ownVersion: (name: string) =>
    option(`--${name} <version>`, `a version of ${name}'s own (default: [version], or as it runs)`, version),
  image: () =>
    option(
      "--image <image>",
      "an image of this machine's Docker, checked without the environment's servers",
      image,
    ),
  gitSha: () => option("--git-sha <sha>", "the commit of backend's version, for the history", gitSha),
  to: () => option("--to <release>", "its number or version (default: the one before the current)", release),
  limit: () => option("--limit <count>", "how many", wholeNumber(1, MOST_RELEASES)).default(20),
  filter: () => option("--filter <pattern>", "a CloudWatch Logs filter pattern", filter),
  process: () => option("--process <process>", "whose image and settings it runs with", process),
};
