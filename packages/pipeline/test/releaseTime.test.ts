import { expect, test } from "vitest";
import { IMAGES_SECONDS } from "../../../stacks/bootstrapImages.ts";
import { RELEASE_SECONDS } from "../../../stacks/bootstrapRelease.ts";
import { MINUTE, parseDuration, SECOND } from "../../app-update/src/clock.ts";
import { longestRelease } from "../../app-update/src/release/budget.ts";
import { readPipelines, stepsOf } from "./support/workflows.ts";

/** The waves that `DjangoApp` rolls an app in: Django's processes, then Nuxt. */
const WAVES = 2;
/** The longest that AWS lets a role's session last, and GitHub a job on its own machines. */
const [AWS_MOST, GITHUB_MOST] = [12 * 60 * MINUTE, 360 * MINUTE];
/** What the steps before the release take: checkout, Node.js, packages. */
const SET_UP = 10 * MINUTE;
/** What passes between the sign-in to AWS and the release. */
const START = MINUTE;

const workflow = readPipelines().workflows["cd-app-update.yml"];
const job = workflow?.jobs.release;
if (workflow === undefined || job === undefined) throw new Error("no release job");
const given = (folder: string) => stepsOf(job).find(({ uses }) => uses === `./${folder}`)?.with ?? {};

const within = parseDuration(String(given("packages/app-update").within)) ?? 0;
const session = Number(given(".github/actions/setup")["aws-seconds"]) * SECOND;
const most = (job["timeout-minutes"] ?? 0) * MINUTE;

test("a release with the workflow's own timeout, and one with an hour, is over in time", () => {
  const standard = workflow.on.workflow_dispatch?.inputs?.timeout?.default;
  expect(workflow.on.workflow_call?.inputs?.timeout?.default).toBe(standard);
  for (const timeout of [parseDuration(String(standard)), 60 * MINUTE]) {
    expect(timeout).toBeDefined();
    expect(longestRelease({ timeout: timeout ?? 0, waves: WAVES, update: true })).toBeLessThanOrEqual(within);
  }
});

test("what the release may take in all ends before its credentials and its job", () => {
  expect(within + START).toBeLessThanOrEqual(session);
  expect(within + SET_UP).toBeLessThanOrEqual(most);
});

test("the role lets a session last as long as the workflow asks for, and AWS and GitHub allow that", () => {
  expect(session).toBeLessThanOrEqual(RELEASE_SECONDS * SECOND);
  expect(RELEASE_SECONDS * SECOND).toBeLessThanOrEqual(AWS_MOST);
  expect(most).toBeLessThanOrEqual(GITHUB_MOST);
});

test("a build is over before the credentials with which it pushes", () => {
  const { workflows, actions } = readPipelines();
  const build = workflows["ci-images.yml"]?.jobs.build;
  const setUp = build && stepsOf(build).find(({ uses }) => uses === "./.github/actions/setup")?.with;
  const standard = actions[".github/actions/setup"]?.inputs?.["aws-seconds"]?.default;
  const lasts = Number(setUp?.["aws-seconds"] ?? standard) * SECOND;
  expect(lasts).toBeLessThanOrEqual(IMAGES_SECONDS * SECOND);
  // What comes before the sign-in counts for the job alone.
  expect((build?.["timeout-minutes"] ?? 0) * MINUTE).toBeLessThanOrEqual(lasts);
});
