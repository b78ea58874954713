import { expect, test } from "vitest";
import { getConfig, setConfig, unsetConfig } from "../../src/commands/config.ts";
import { describeConfig, listConfig } from "../../src/commands/configList.ts";
import { ALPHA, settingsProject, told } from "../support/settings.ts";

const alpha = { stack: "alpha" };
const SECRET = "  ublog:secretValues:\n    KEY:\n      secure: xyz\n";

/** Sets or takes out settings of a file, and gives what was said, and the file. */
async function changed(words: string[], file = ALPHA, more = {}) {
  const { context, read } = settingsProject(file);
  const { code, out } = await told(() => setConfig(context(), words, { ...alpha, ...more }));
  return { code, out: out.split("\n"), file: read() };
}
async function taken(paths: string[], file = ALPHA) {
  const { context, read } = settingsProject(file);
  const { code } = await told(() => unsetConfig(context(), paths, alpha));
  return { code, file: read() };
}

test("a setting is changed in its place, with its comment, and the next commands are said", async () => {
  expect(await changed(["gunicorn.memoryMiB", "2048"])).toEqual({
    code: 0,
    out: [
      "✓ Pulumi.alpha.yaml: gunicorn.memoryMiB is 2048 (was 1024).",
      "  Next:",
      "    1. pulumi up --stack alpha",
      "    2. ublog status --stack alpha: what waits for a release",
    ],
    file: ALPHA.replace("memoryMiB: 1024", "memoryMiB: 2048"),
  });
});

test("settings that only fit together are set together", async () => {
  const { code, file } = await changed(["gunicorn.cpu", "1024", "ublog:gunicorn.memoryMiB", "2048"]);
  expect([code, file]).toEqual([
    0,
    ALPHA.replace("cpu: 512", "cpu: 1024").replace("memoryMiB: 1024", "memoryMiB: 2048"),
  ]);
});

test("nothing is written twice, and --dry-run writes nothing", async () => {
  expect((await changed(["gunicorn.cpu", "512"])).out).toEqual([
    "✓ Pulumi.alpha.yaml: gunicorn.cpu was 512 already.",
  ]);
  const dry = await changed(["exec", "false"], ALPHA, { dryRun: true });
  expect([dry.out, dry.file]).toEqual([["✓ Pulumi.alpha.yaml: exec would be false."], ALPHA]);
});

test.each<[string, string, string]>([
  ["exec", "false", "  ublog:exec: false\n"],
  ["requestTimeoutSeconds", "30", "  ublog:requestTimeoutSeconds: 30\n"],
  ["hostName", "alpha.example.com", "  ublog:hostName: alpha.example.com\n"],
  [
    "workers.low-prio",
    "{ queues: [default] }",
    "  ublog:workers:\n    low-prio:\n      queues:\n        - default\n",
  ],
  [
    "workers.default",
    '{"cpu": 512, "memoryMiB": 1024}',
    "  ublog:workers:\n    default:\n      cpu: 512\n      memoryMiB: 1024\n",
  ],
  ["environment.PORT_TEXT", "8080", '    PORT_TEXT: "8080"\n'],
  ["environment.JSON", '{"a":1}', "    JSON: '{\"a\":1}'\n"],
  ["environment.DB", "{ from: POSTGRES_SERVICE_HOST }", "    DB:\n      from: POSTGRES_SERVICE_HOST\n"],
  ["environment.YES", "true", '    YES: "true"\n'],
  ["gunicorn.route", '{"healthCheckPath": "/up/"}', "    route:\n      healthCheckPath: /up/\n"],
])("%s takes %j as what the setting is", async (path, value, written) => {
  const { code, file } = await changed([path, value]);
  expect(code).toBe(0);
  expect(file).toContain(written);
});

test.each<[string[], string]>([
  [
    ["gunicorn.cpu", "300"],
    "  ublog:gunicorn.cpu: is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
  ],
  [["gunicorn.cpu", "abc"], '  ublog:gunicorn.cpu: is "abc", a string. Write a number.'],
  [["gunicorn.cpu", ""], '  ublog:gunicorn.cpu: is "", a string. Write a number.'],
  [["gunicron.cpu", "1"], "  ublog:gunicron: there is no such setting. Did you mean ublog:gunicorn?"],
  [["exec", "yes"], '  ublog:exec: is "yes", a string. Write true or false.'],
  [
    ["capacity", "fargate"],
    '  ublog:capacity: is "fargate", a string. Write one of "on-demand", "spot", "mixed".',
  ],
  [["workers", "[a]"], '  ublog:workers: is the list ["a"]. Write a map of names to values.'],
  [
    ["aws:region", "eu"],
    '  aws:region: is "eu", which is not an AWS region. Write the name of a region, for example "us-east-1" or "eu-central-1".',
  ],
])("%j is refused in the words of the reader, and nothing is written", async (words, problem) => {
  const { code, file } = await changed(words);
  expect([code, file]).toEqual([`Refused: nothing was written into Pulumi.alpha.yaml.\n${problem}`, ALPHA]);
});

test.each<[string[], string]>([
  [
    ["gunicorn.cpu"],
    "`config set` takes a path and its value, or several by turns: config set gunicorn.cpu 1024 gunicorn.memoryMiB 2048 --stack …",
  ],
  [
    ["secretValues.KEY", "x"],
    "Secrets aren't given on the command line, and are encrypted: `ublog secrets set KEY --stack alpha`.",
  ],
  [
    ["environment.STRIPE_SECRET_KEY", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"],
    "environment.STRIPE_SECRET_KEY looks like a secret, and everybody who may describe a task definition could read it: `ublog secrets set STRIPE_SECRET_KEY --stack alpha` encrypts it. Where it is none, add --plaintext.",
  ],
  [["base.x", "1"], "ublog:base is a value, and has nothing in it that could be set."],
  [
    ["workers", "{a"],
    '"{a" is neither JSON nor YAML. Write a list as [a, b], a map as {"a": 1}, in quotes for the shell.',
  ],
])("%j is refused", async (words, problem) => {
  const { code, file } = await changed(words);
  expect([code, file]).toEqual([problem, ALPHA]);
});

test("a value that is no secret but looks like one can be written", async () => {
  const words = ["environment.STRIPE_SECRET_KEY", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"];
  expect((await changed(words, ALPHA, { plaintext: true })).file).toContain("STRIPE_SECRET_KEY: sk_live_");
});

test("a problem that was there before doesn't keep others from being mended, and is said", async () => {
  const broken = ALPHA.replace("cpu: 512", "cpu: 300").replace(
    "ublog:base: base",
    "ublog:base: base\n  ublog:capacity: sopt",
  );
  const { out, file } = await changed(["capacity", "spot"], broken);
  expect(file).toBe(broken.replace("sopt", "spot"));
  expect(out.join(" ").replaceAll(/\s+/g, " ")).toContain(
    "Note: It can't be brought up yet: ublog:gunicorn.cpu: is 300.",
  );
});

test("a setting is taken out with the group that it leaves empty", async () => {
  expect(await taken(["gunicorn.cpu", "gunicorn.memoryMiB"])).toEqual({
    code: 0,
    file: ALPHA.replace(/ {2}# The web server\.\n {2}ublog:gunicorn:\n.*\n.*\n\n/, ""),
  });
});

test("an empty map of names says that there is none, and stays; so does an entry", async () => {
  const workers = ALPHA.replace(
    "encryptionsalt",
    "  ublog:workers:\n    default:\n      concurrency: 2\nencryptionsalt",
  );
  const entry = await taken(["workers.default.concurrency"], workers);
  expect(entry.file).toBe(
    ALPHA.replace("encryptionsalt", "  ublog:workers:\n    default: {}\nencryptionsalt"),
  );
  const none = await taken(["workers.default"], workers);
  expect(none.file).toBe(ALPHA.replace("encryptionsalt", "  ublog:workers: {}\nencryptionsalt"));
});

test.each<[string, string, string]>([
  [
    "exec",
    ALPHA,
    "Refused: nothing was written into Pulumi.alpha.yaml.\n  exec isn't set in Pulumi.alpha.yaml. It defaults to true.",
  ],
  [
    "gunicorn.cpus",
    ALPHA,
    "Refused: nothing was written into Pulumi.alpha.yaml.\n  There is no setting gunicorn.cpus. Did you mean gunicorn.cpu?",
  ],
  [
    "secretValues.KEY",
    ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`),
    "Secrets go in two steps, because tasks that run may still read them: `ublog secrets unset NAME --stack alpha`.",
  ],
])("%s can't be taken out", async (path, file, problem) => {
  expect(await taken([path], file)).toEqual({ code: problem, file });
});

test("a required setting can't be taken out", async () => {
  const { code } = await taken(["base"]);
  expect(code).toBe(
    "Refused: nothing was written into Pulumi.alpha.yaml.\n  ublog:base: is missing. Write the name of the base stack that the app is built on: pulumi config set ublog:base base.",
  );
});

test("`get` prints a value as it is, maps as JSON, and no secret", async () => {
  const { context } = settingsProject(ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`));
  const get = async (path: string, json = false) => {
    const { code, out } = await told(() => getConfig(context(), path, { ...alpha, ...(json && { json }) }));
    return code === 0 ? out : code;
  };
  expect(await get("gunicorn.cpu")).toBe("512");
  expect(await get("aws:region")).toBe("us-east-1");
  expect(await get("aws:region", true)).toBe('"us-east-1"');
  expect(JSON.parse(String(await get("gunicorn")))).toEqual({ cpu: 512, memoryMiB: 1024 });
  expect(JSON.parse(String(await get("secretValues")))).toEqual({ KEY: "[secret]" });
  expect(await get("exec")).toBe("exec isn't set in Pulumi.alpha.yaml. It defaults to true.");
  expect(await get("aws:profile")).toBe("aws:profile isn't set in Pulumi.alpha.yaml.");
});

test("`list` shows what is set and what differs from the last up", async () => {
  const before = ALPHA.replace("encryptionsalt", `${SECRET}encryptionsalt`);
  const { context, bringUp, write } = settingsProject(before);
  bringUp();
  const same = await told(() => listConfig(context(), alpha));
  expect(same.out.split("\n").at(-1)).toBe("✓ alpha is up with the settings in Pulumi.alpha.yaml.");
  write(
    "Pulumi.alpha.yaml",
    before
      .replace("cpu: 512", "cpu: 1024")
      .replace("    memoryMiB: 1024\n", "")
      .replace("LOG_LEVEL: info", "LOG_LEVEL: info\n    A: b")
      .replace("xyz", "other"),
  );
  const { out } = await told(() => listConfig(context(), alpha));
  expect(out.split("\n")).toEqual([
    "Setting                Value      State",
    "aws:region             us-east-1  up",
    "program                app        up",
    "base                   base       up",
    "gunicorn.cpu           1024       changed: waits, was 512",
    "environment.LOG_LEVEL  info       up",
    "environment.A          b          added: waits",
    "secretValues.KEY       secret     changed: waits",
    "gunicorn.memoryMiB     –          removed: waits, was 1024",
    "",
    "✓ 4 settings in Pulumi.alpha.yaml wait for `pulumi up`.",
  ]);
});

test("`list --all` says what the others default to; without Pulumi it says why nothing is known of an up", async () => {
  const { context, fail } = settingsProject();
  fail(/./, "Nobody is logged in to Pulumi.");
  const { out } = await told(() => listConfig(context(), { ...alpha, all: true, json: true }));
  const { headline, remarks, settings } = JSON.parse(out);
  expect([headline, remarks]).toEqual([
    "The settings of alpha in Pulumi.alpha.yaml.",
    ["What is up isn't known: Nobody is logged in to Pulumi."],
  ]);
  expect(settings).toContainEqual({ path: "gunicorn.cpu", value: "512", state: "" });
  expect(settings).toContainEqual({ path: "exec", value: "true", state: "default" });
  expect(settings.map(({ path }: { path: string }) => path)).not.toContain("gunicorn");
});

test("`describe` explains a setting and those in it", async () => {
  const { context } = settingsProject();
  const describe = async (path?: string, options = {}): Promise<string | string[]> => {
    const { code, out } = await told(() => describeConfig(context(), path, options));
    return code === 0 ? out.split("\n") : String(code);
  };
  expect(await describe("openingHours")).toEqual([
    "openingHours (map): When the environment is on. A changed `scaling` then counts",
    "  from the next start of the environment on. Off by default. Defaults to always.",
    expect.stringContaining("  enabled (true, false): Whether the environment has opening hours."),
    ...Array(9).fill(expect.any(String)),
  ]);
  expect((await describe("capacity", alpha))[0]).toMatch(/^capacity \(on-demand, spot, mixed\): /);
  expect((await describe("domainName"))[0]).toMatch(/^domainName \(text\): /);
  expect((await describe("workers.any.cpu"))[0]).toMatch(/^workers.any.cpu \(number\): /);
  expect(await describe("domainName", alpha)).toMatch(/^There is no setting domainName\. There are alarms, /);
  expect(await describe("gunicorn.cpus")).toBe(
    "There is no setting gunicorn.cpus. Did you mean gunicorn.cpu?",
  );
  expect(await describe()).toContain(
    "exec: Whether people who may use ECS Exec can open a shell in a running",
  );
});
