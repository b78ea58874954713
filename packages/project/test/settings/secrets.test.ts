import type { ProcessState } from "@ublog/app-update/src/release/running.ts";
import { expect, test } from "vitest";
import { listSecrets, setSecret, unsetSecrets } from "../../src/commands/secrets.ts";
import { readSettings } from "../../src/settings/lastUp.ts";
import { secretStates } from "../../src/settings/secretStates.ts";
import { openStackFile } from "../../src/settings/stackFile.ts";
import { unsettingOf } from "../../src/settings/unset.ts";
import { ALPHA, settingsProject, told } from "../support/settings.ts";

const SECRET = "  ublog:secretValues:\n    STRIPE_KEY:\n      secure: evil_ks\n";
const WITH_SECRET = ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`);
const RETIRED = WITH_SECRET.replace(
  "encryptionsalt",
  "  ublog:retiredSecrets:\n    - STRIPE_KEY\nencryptionsalt",
);

test("a secret is written into the file and nothing else is changed", async () => {
  const { context, read, calls } = settingsProject();
  const { code, out } = await told(() =>
    setSecret(context({ input: "sk_live\n" }), ["STRIPE_KEY"], { stack: "alpha" }),
  );
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "✓ Set STRIPE_KEY in Pulumi.alpha.yaml, encrypted.",
    "  Note: The line end behind the value was left out.",
    "  Next:",
    "    1. pulumi up --stack alpha",
    "    2. ublog release VERSION --stack alpha: tasks that run don't have STRIPE_KEY",
  ]);
  expect(read()).toBe(WITH_SECRET);
  expect(calls[0]).toEqual([
    "config",
    "set",
    "--secret",
    "--config-file",
    expect.stringMatching(/Pulumi\.alpha\.yaml$/),
    "--path",
    "ublog:secretValues.STRIPE_KEY",
  ]);
  expect(JSON.stringify(calls)).not.toContain("sk_live");
});

test("another value of one that is up needs no release", async () => {
  const { context, bringUp } = settingsProject(WITH_SECRET);
  bringUp();
  const { out } = await told(() => setSecret(context({ input: "new" }), ["STRIPE_KEY"], { stack: "alpha" }));
  expect(out.split("\n").slice(2)).toEqual([
    "    1. pulumi up --stack alpha",
    "    2. ublog restart --stack alpha: tasks read it when they start",
  ]);
});

test("in a rehearsal the next commands are the sandbox's", async () => {
  const { context } = settingsProject();
  const sandbox = context({ input: "x", env: { SANDBOX_WORLD: "world.db" } });
  const { out } = await told(() => setSecret(sandbox, ["STRIPE_KEY"], { stack: "alpha" }));
  expect(out.split("\n").slice(2, 4)).toEqual([
    "    1. ublog sandbox pulumi up --stack alpha",
    "    2. ublog sandbox release VERSION --stack alpha: tasks that run don't have",
  ]);
});

test("a line end that belongs to a value is kept", async () => {
  const { context, read, calls } = settingsProject();
  await told(() => setSecret(context({ input: "a\n\n" }), ["KEY"], { stack: "alpha" }));
  expect(calls[0]).toContain("--raw");
  expect(read()).toContain("      secure: |-\n        \n        a\n");
});

test("the first secret brings the file its salt", async () => {
  const { context, read } = settingsProject(ALPHA.replace("encryptionsalt: v1:salt\n", ""));
  await told(() => setSecret(context({ input: "sk_live" }), ["STRIPE_KEY"], { stack: "alpha" }));
  expect(read()).toBe(WITH_SECRET.replace("v1:salt", "v1:new"));
});

const ON_COMMAND_LINE = (name: string) =>
  `A value on the command line stays in the shell's history, and everybody on this machine sees it in the list of processes. Write only the name, and the value is asked for; or give it on standard input: printf %s "$VALUE" | ublog secrets set ${name} --stack …`;
test.each<[string[], string]>([
  [["STRIPE_KEY=sk_live"], ON_COMMAND_LINE("STRIPE_KEY")],
  [["STRIPE_KEY", "sk_live"], ON_COMMAND_LINE("STRIPE_KEY")],
  [
    ["sk_live-1+/=="],
    "That is not the name of an environment variable, and isn't shown because it may be a secret. Write `secrets set NAME`: the value is asked for.",
  ],
  [
    ["stripe-key"],
    '"stripe-key" can\'t be the name of an environment variable. Write letters, digits and underscores, not beginning with a digit, for example STRIPE_KEY.',
  ],
  [
    ["1KEY"],
    '"1KEY" can\'t be the name of an environment variable. Write letters, digits and underscores, not beginning with a digit, for example _1KEY.',
  ],
  [
    ["LOG_LEVEL"],
    "Refused: nothing was written into Pulumi.alpha.yaml.\n  ublog:secretValues.LOG_LEVEL: is in environment too. A container has one value for a name: take out one of the two.",
  ],
  [
    ["SENTRY_DSN"],
    "SENTRY_DSN is a variable that the app sets itself, from: django.sentryDsn. Sentry project for errors. Empty turns reporting off. To set it: `ublog config set django.sentryDsn VALUE --stack alpha`. A secret of this name takes its place in all processes on the Django image: where that is meant, add --override.",
  ],
])("%j is refused before anything is asked for", async (words, problem) => {
  const { context, read, calls } = settingsProject();
  const { code } = await told(() => setSecret(context({ input: "x" }), words, { stack: "alpha" }));
  expect(code).toBe(problem);
  expect([read(), calls]).toEqual([ALPHA, []]);
});

test("a variable of the app's is overridden where that is meant", async () => {
  const { context, read } = settingsProject();
  await told(() => setSecret(context({ input: "x" }), ["SECRET_KEY"], { stack: "alpha", override: true }));
  expect(read()).toContain("    SECRET_KEY:\n      secure: x\n");
});

test("keys of AWS are noted", async () => {
  const { context } = settingsProject();
  const { out } = await told(() =>
    setSecret(context({ input: "x" }), ["AWS_ACCESS_KEY_ID"], { stack: "alpha", json: true }),
  );
  expect(JSON.parse(out)).toEqual({
    headline: "Set AWS_ACCESS_KEY_ID in Pulumi.alpha.yaml, encrypted.",
    remarks: [
      "AWS_ACCESS_KEY_ID takes the place of the task's own role in every AWS library: the bucket and mail need no keys here.",
    ],
    next: [
      "pulumi up --stack alpha",
      "ublog release VERSION --stack alpha: tasks that run don't have AWS_ACCESS_KEY_ID",
    ],
    stack: "alpha",
    file: "Pulumi.alpha.yaml",
    set: "AWS_ACCESS_KEY_ID",
    isNew: true,
    bytes: 1,
  });
});

test("a base has no secrets", async () => {
  const { context } = settingsProject();
  const { code } = await told(() => setSecret(context({ input: "x" }), ["KEY"], { stack: "base" }));
  expect(code).toBe(
    "base is a base, and secrets are settings of an app: they reach its processes. Write the stack of an app.",
  );
});

test("where Pulumi can't encrypt, nothing is written", async () => {
  const { context, read, fail } = settingsProject();
  fail(/^config set/, "No key.");
  expect((await told(() => setSecret(context({ input: "x" }), ["KEY"], { stack: "alpha" }))).code).toBe(
    "No key.",
  );
  expect(read()).toBe(ALPHA);
});

test("what isn't known is said, and the list is there all the same", async () => {
  const { context, fail } = settingsProject(WITH_SECRET);
  fail(/./, "Nobody is logged in to Pulumi.");
  const { code, out } = await told(() => listSecrets(context(), { stack: "alpha" }));
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "Name        From   State        Read by",
    "STRIPE_KEY  value  in the file  –",
    "",
    "✓ alpha has 1 secret.",
    "  Note: What is up isn't known: Nobody is logged in to Pulumi.",
    "  Note: What runs isn't known: Nobody is signed in to AWS.",
  ]);
});

test("a stack without secrets", async () => {
  const { context } = settingsProject();
  const { out } = await told(() => listSecrets(context(), { stack: "alpha", json: true }));
  expect(JSON.parse(out)).toMatchObject({ headline: "alpha has no secrets of its own.", secrets: [] });
});

const running = (secrets: string[], outdated: string[] = []): ProcessState[] => [
  { process: "gunicorn", revision: undefined, secrets, waiting: [], outdated },
];
const NEW = "new: waits for `pulumi up`";

/** The state of STRIPE_KEY, with this file, brought up with that one. */
async function state(file: string, up: string | undefined, processes?: ProcessState[]) {
  const { folder, call, write, bringUp } = settingsProject(up ?? ALPHA);
  if (up !== undefined) bringUp();
  write("Pulumi.alpha.yaml", file);
  const open = openStackFile(folder, "alpha");
  const settings = { value: await readSettings(open, call) };
  const known = processes === undefined ? { reason: "" } : { value: processes };
  return {
    state: secretStates(open, settings, known)[0]?.state,
    unset: unsettingOf(open, "STRIPE_KEY", settings, known),
  };
}

const name = "STRIPE_KEY";
const remove = { name, does: "remove" };
const retire = { name, does: "retire" };
const wait = (because: string) => ({ name, does: "wait", because });
test.each<[string, string, string | undefined, ProcessState[] | undefined, string, object]>([
  ["in the file of a stack that was never up", WITH_SECRET, undefined, undefined, NEW, remove],
  ["in the file only", WITH_SECRET, ALPHA, [], NEW, remove],
  [
    "with another value",
    WITH_SECRET.replace("evil_ks", "wen"),
    WITH_SECRET,
    running([]),
    "changed: waits for `pulumi up`",
    retire,
  ],
  ["up, where nobody can look", WITH_SECRET, WITH_SECRET, undefined, "up", retire],
  ["up, and in no process", WITH_SECRET, WITH_SECRET, running([]), "up: waits for a release", retire],
  ["in use", WITH_SECRET, WITH_SECRET, running([name]), "in use", retire],
  [
    "in use with its former value",
    WITH_SECRET,
    WITH_SECRET,
    running([name], [name]),
    "changed: waits for a restart",
    retire,
  ],
  [
    "retired in the file",
    RETIRED,
    WITH_SECRET,
    running([name]),
    "retired: waits for `pulumi up`",
    wait("It is retired in the file, which waits for `pulumi up` and a release."),
  ],
  [
    "retired, and still read",
    RETIRED,
    RETIRED,
    running([name]),
    "retired: waits for a release",
    wait("gunicorn still read it: a release replaces them."),
  ],
  [
    "retired, where nobody can look",
    RETIRED,
    RETIRED,
    undefined,
    "retired, and up",
    wait("What runs isn't known: "),
  ],
  [
    "retired, and read by nobody",
    RETIRED,
    RETIRED,
    running([]),
    "retired: `secrets unset STRIPE_KEY` takes it out",
    remove,
  ],
  ["wanted again", WITH_SECRET, RETIRED, running([]), "in use again: waits for `pulumi up`", retire],
  [
    "out of the file",
    ALPHA,
    WITH_SECRET,
    running([name]),
    "taken out: the next `pulumi up` deletes it",
    retire,
  ],
])("a secret that is %s", async (_, file, up, processes, expected, unset) => {
  expect(await state(file, up, processes)).toEqual({ state: expected, unset });
});

test("one that is up is retired first, and the other steps are said", async () => {
  const { context, read, bringUp } = settingsProject(WITH_SECRET);
  bringUp();
  const { out } = await told(() => unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha" }));
  expect(out.split("\n")).toEqual([
    "✓ STRIPE_KEY is retired in Pulumi.alpha.yaml: new revisions don't get it.",
    "  Next:",
    "    1. pulumi up --stack alpha",
    "    2. ublog release VERSION --stack alpha",
    "    3. ublog secrets unset STRIPE_KEY --stack alpha, which then takes it out,",
    "       and `pulumi up`",
  ]);
  expect(read()).toBe(RETIRED);
});

test("one that was never up goes at once, and leaves the file as it was", async () => {
  const { context, read } = settingsProject(WITH_SECRET);
  const { out } = await told(() => unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha" }));
  expect(out.split("\n")[0]).toBe("✓ STRIPE_KEY is taken out of Pulumi.alpha.yaml.");
  expect(read()).toBe(ALPHA);
});

test("--dry-run writes nothing, and --now asks nobody", async () => {
  const { context, read, calls } = settingsProject(RETIRED);
  const dry = await told(() =>
    unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha", now: true, dryRun: true }),
  );
  expect(dry.out.split("\n")[0]).toBe("✓ STRIPE_KEY would be taken out of Pulumi.alpha.yaml.");
  expect(read()).toBe(RETIRED);
  await told(() => unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha", now: true }));
  expect([read(), calls]).toEqual([ALPHA, []]);
});

test("one that is retired and still read isn't taken out", async () => {
  const { context, read, bringUp } = settingsProject(RETIRED);
  bringUp();
  const { code } = await told(() => unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha" }));
  expect(code).toBe(
    [
      "Refused: nothing was written into Pulumi.alpha.yaml.",
      "  STRIPE_KEY: What runs isn't known: Nobody is signed in to AWS.",
      "  --now takes it out all the same: tasks that still read it can't be started any more.",
    ].join("\n"),
  );
  expect(read()).toBe(RETIRED);
});

test("names that aren't there are refused together", async () => {
  const { context } = settingsProject(WITH_SECRET);
  const { code } = await told(() => unsetSecrets(context(), ["STRIPE_KYE", "X"], { stack: "alpha" }));
  expect(code).toBe(
    'There is no secret "STRIPE_KYE" in Pulumi.alpha.yaml. Did you mean STRIPE_KEY? There is no secret "X" in Pulumi.alpha.yaml. Its secrets: STRIPE_KEY.',
  );
});

test("a secret that something else refers to can't be taken out", async () => {
  const referring = WITH_SECRET.replace(
    "    LOG_LEVEL: info",
    "    LOG_LEVEL: info\n    KEY: { from: STRIPE_KEY }",
  );
  const { context, read } = settingsProject(referring);
  const { code } = await told(() => unsetSecrets(context(), ["STRIPE_KEY"], { stack: "alpha", now: true }));
  expect(String(code)).toContain(
    "Refused: nothing was written into Pulumi.alpha.yaml.\n  ublog:environment.KEY.from: ",
  );
  expect(read()).toBe(referring);
});
