import { expect, test } from "vitest";
import { readSettings } from "../../src/settings/lastUp.ts";
import type { PulumiCall } from "../../src/settings/pulumiCalls.ts";
import { openStackFile } from "../../src/settings/stackFile.ts";
import { upSettingsIn } from "../../src/settings/upSettings.ts";
import { waitingSettings } from "../../src/settings/waiting.ts";
import { ALPHA, settingsProject } from "../support/settings.ts";

const PARAMETER = "/django/ublog/alpha/deploy-targets";
const SECRET = "  ublog:secretValues:\n    KEY:\n      secure: xyz\n";
const LAST = { at: "2026-11-30T03:00:00.000Z", commit: "0123456789abcdef0123456789abcdef01234567" };

/** What waits where the stack was brought up with one file and has another. */
async function waiting(up: string, file: string) {
  const project = settingsProject(up);
  project.bringUp();
  project.write("Pulumi.alpha.yaml", file);
  return { ...project, told: await upSettingsIn(project.folder, project.call)("alpha", PARAMETER) };
}

test("each difference is told by its path, secrets by their names alone", async () => {
  const changed = ALPHA.replace("cpu: 512", "cpu: 1024")
    .replace("    memoryMiB: 1024\n", "")
    .replace("LOG_LEVEL: info", "LOG_LEVEL: info\n    DEBUG: ''")
    .replace(
      "encryptionsalt",
      `  ublog:workers: { default: {}, low.prio: { cpu: 256 } }\n${SECRET}encryptionsalt`,
    );
  const { told } = await waiting(ALPHA, changed);
  expect(told).toEqual({
    isKnown: true,
    lastUp: LAST,
    waiting: [
      { path: "environment.DEBUG", change: "added", secret: false, from: undefined, to: "" },
      { path: "gunicorn.cpu", change: "changed", secret: false, from: 512, to: 1024 },
      { path: "gunicorn.memoryMiB", change: "removed", secret: false, from: 1024, to: undefined },
      { path: "secretValues.KEY", change: "added", secret: true },
      { path: "workers.default", change: "added", secret: false, from: undefined, to: {} },
      { path: 'workers["low.prio"].cpu', change: "added", secret: false, from: undefined, to: 256 },
    ],
    remarks: [],
  });
});

test("nothing waits where a secret was only encrypted again, and comments don't count", async () => {
  const withSecret = ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`);
  const { told } = await waiting(withSecret, withSecret.replace("# The web server.", "# Gunicorn."));
  expect(told).toEqual({ isKnown: true, lastUp: LAST, waiting: [], remarks: [] });
});

test("an empty map that is filled doesn't count itself", async () => {
  const empty = ALPHA.replace("encryptionsalt", "  ublog:workers: { default: {} }\nencryptionsalt");
  const { told } = await waiting(empty, empty.replace("default: {}", "default: { cpu: 256 }"));
  const path = "workers.default.cpu";
  expect(told).toMatchObject({ waiting: [{ path, change: "added", to: 256 }] });
  const back = await waiting(empty.replace("default: {}", "default: { cpu: 256 }"), empty);
  expect(back.told).toMatchObject({ waiting: [{ path, change: "removed", from: 256 }] });
});

test("where secrets can't be decrypted the rest is compared", async () => {
  const project = settingsProject(ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`));
  project.bringUp();
  project.fail(/--show-secrets/, "No passphrase.");
  project.write("Pulumi.alpha.yaml", ALPHA.replace("cpu: 512", "cpu: 1024"));
  expect(await upSettingsIn(project.folder, project.call)("alpha", PARAMETER)).toMatchObject({
    waiting: [{ path: "gunicorn.cpu" }],
    remarks: ["Secrets aren't compared: No passphrase."],
  });
});

test("it isn't known without Pulumi, outside of a project, without the stack's file, and for another project", async () => {
  const { folder, call, fail } = settingsProject();
  const ask = (environment: string, parameter: string) => upSettingsIn(folder, call)(environment, parameter);
  expect(await upSettingsIn("/", call)("alpha", PARAMETER)).toEqual({
    isKnown: false,
    reason: "There is no Pulumi.yaml in / or above it. Run this in the project's folder.",
  });
  expect(await ask("gamma", "/django/ublog/gamma/deploy-targets")).toEqual({
    isKnown: false,
    reason: `There is no file Pulumi.gamma.yaml in ${folder}. The stacks here: alpha, base.`,
  });
  expect(await ask("alpha", "/django/shop/alpha/deploy-targets")).toEqual({
    isKnown: false,
    reason: "The project here is ublog, and /django/shop/alpha/deploy-targets is another's.",
  });
  fail(/./, "Nobody is logged in to Pulumi.");
  expect(await ask("alpha", PARAMETER)).toEqual({ isKnown: false, reason: "Nobody is logged in to Pulumi." });
});

const config = { "ublog:program": { value: "app", secret: false } };
const update = (more: object) => ({
  kind: "update",
  result: "succeeded",
  endTime: "2026-01-01",
  config,
  ...more,
});
const at = (endTime: string) => ({ at: endTime, config });
test.each([
  ["nothing", [], undefined, false],
  ["an up", [update({})], at("2026-01-01"), false],
  ["a refresh after it", [{ kind: "refresh", result: "succeeded" }, update({})], at("2026-01-01"), false],
  ["one that failed after it", [update({ result: "failed" }), update({})], at("2026-01-01"), true],
  [
    "one of some resources after it",
    [update({ endTime: "2026-02-02", environment: { "pulumi.flag.target": "set" } }), update({})],
    at("2026-01-01"),
    false,
  ],
  ["a destroy after it", [{ kind: "destroy", result: "succeeded" }, update({})], undefined, false],
  ["a destroy that failed", [{ kind: "destroy", result: "failed" }, update({})], at("2026-01-01"), false],
])("the last up of a history with %s", async (_, history, up, failed) => {
  const { folder } = settingsProject();
  const call: PulumiCall = async (args) => JSON.stringify(args[0] === "config" ? config : history);
  const settings = await readSettings(openStackFile(folder, "alpha"), call);
  expect(settings).toEqual({ file: config, up, failed });
  expect(waitingSettings(settings, "ublog").map(({ path }) => path)).toEqual(
    up === undefined ? ["program"] : [],
  );
});
