import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { savePreview } from "../src/savedPlan.ts";
import { database, preview } from "./support/previews.ts";
import { repository } from "./support/workflows.ts";

const cli = join(repository, "packages/pipeline/src/bin.ts");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  put("Pulumi.yaml", "name: ublog\n");
  put("Pulumi.base.yaml", "config:\n  ublog:program: base\n");
  put("Pulumi.alpha.yaml", "config:\n  ublog:program: app\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, text: string) => writeFileSync(join(folder, file), text);
/** Nothing is on PATH but what a test puts into the folder `bin`. */
const environment = () => ({
  HOME: folder,
  PATH: join(folder, "bin"),
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
});

function run(args: string[], more: { input?: string; env?: Record<string, string> } = {}) {
  const env = { ...environment(), ...more.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
    input: more.input ?? "",
    env,
  });
  return { status, stdout, stderr };
}

/** A program on PATH, as a shell script. */
function program(name: string, script: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  put(`bin/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** What `pulumi preview --json` prints when the database is replaced. */
const pulumiJson = JSON.stringify({
  steps: [
    {
      op: "replace",
      urn: database.urn,
      oldState: { type: database.type, custom: true, inputs: { dbName: "app" } },
      newState: { type: database.type, custom: true, inputs: { dbName: "shop" } },
      replaceReasons: ["dbName"],
    },
  ],
});

describe("on a laptop", () => {
  test("a report is made of what `pulumi preview --json` prints, from a file or a pipe", () => {
    put("preview.json", pulumiJson);
    const fromFile = run(["report", "preview.json"]);
    expect(fromFile).toMatchObject({ status: 0, stderr: "" });
    expect(fromFile.stdout).toContain("| replace | `database` | `aws:rds:Instance` | **`dbName`** |");
    expect(run(["report", "-"], { input: pulumiJson }).stdout).toBe(fromFile.stdout);
  });

  test("the guard takes the same, or a folder of a preview, and URNs that may be lost", () => {
    savePreview(folder, preview([database]));
    put("pulumi.json", pulumiJson);
    for (const path of [folder, "pulumi.json"]) {
      expect(run(["guard", path])).toEqual({
        status: 1,
        stdout: "",
        stderr: `error: base: database, a database, would be lost (replace). If that is what you want, write a line into the description of the pull request: Allow-Loss-Of: ${database.urn}\n`,
      });
      expect(run(["guard", path, "--allow", database.urn])).toEqual({
        status: 0,
        stdout: "base: will be lost, as allowed: database.\n",
        stderr: "",
      });
    }
  });

  test("stacks are listed, from anywhere in the project", () => {
    expect(run(["stacks"])).toEqual({ status: 0, stdout: 'stacks=["alpha","base"]\n', stderr: "" });
  });
});

describe("what can't be used is refused in one line", () => {
  test.each([
    [
      "no Pulumi",
      ["preview", "--stack=base"],
      "There is no Pulumi CLI on PATH. Install it (https://www.pulumi.com/docs/install/), then run the command again.",
    ],
    [
      "no preview",
      ["guard", "-"],
      "This is not what `pulumi preview --json` prints: it needs an object with `steps`.",
    ],
    [
      "no list",
      ["comment", "--previews=x", "--stacks=base"],
      '--stacks is "base". Write a JSON list of names, for example ["base"].',
    ],
    [
      "no stack",
      ["preview", "--stack="],
      'stack is "", but there is no file of that stack. The stacks of this checkout: alpha, base. For a new one, commit its Pulumi.<stack>.yaml first.',
    ],
    [
      "no such stack",
      ["recover", "--stack=alhpa"],
      'stack is "alhpa", but there is no file of that stack. The stacks of this checkout: alpha, base. For a new one, commit its Pulumi.<stack>.yaml first. Did you mean alpha?',
    ],
    ...["report", "guard"].map((command): [string, string[], string] => [
      `no file for ${command}`,
      [command, "nowhere/preview"],
      "There is no preview nowhere/preview. Name a folder of `preview --out`, a file that `pulumi preview --json` was written to, or - for standard input.",
    ]),
    [
      "a folder without a preview",
      ["report", "."],
      "There is no preview.json: the preview didn't get that far, or it is another folder.",
    ],
  ])("%s", (_, args, message) => {
    const { status, stderr } = run(args);
    expect(status).toBe(1);
    expect(stderr.split("\n").filter((line) => !line.startsWith("$ "))).toEqual([`error: ${message}`, ""]);
  });

  test.each([
    ["cut off", '{"stack":', "preview.json is not JSON: it is cut off, or is something else."],
    [
      "of another form",
      '{"stack": "base"}',
      'preview.json has another form than this command reads: operation: Invalid option: expected one of "up"|"destroy"|"drift".',
    ],
    [
      "no object",
      "7",
      "preview.json has another form than this command reads: the whole: Invalid input: expected object, received number.",
    ],
  ])("a kept preview that is %s", (_, text, message) => {
    put("preview.json", text);
    for (const command of ["report", "guard"]) {
      expect(run([command, "."])).toEqual({ status: 1, stdout: "", stderr: `error: ${message}\n` });
    }
    const list = run(["comment", "--previews=.", "--stacks=[]"], {
      env: event('{"pull_request": {"number": 1}}'),
    });
    expect(list.stderr).toBe(`error: ${message}\n`);
  });

  /** The event of a run, as GitHub writes it. */
  const event = (text: string) => {
    put("event.json", text);
    return { GITHUB_EVENT_PATH: join(folder, "event.json") };
  };

  test("an event that is no event", () => {
    put("preview.json", pulumiJson);
    expect(run(["guard", "preview.json"], { env: event("{") }).stderr).toBe(
      `error: The event in GITHUB_EVENT_PATH, ${join(folder, "event.json")}, is not JSON: it is cut off, or is something else.\n`,
    );
  });

  test("a full disk, and with UBLOG_TRACE where it was", () => {
    const full = { GITHUB_OUTPUT: "/dev/full" };
    const line = "error: The disk is full. Make room and run the command again.\n";
    expect(run(["stacks"], { env: full })).toEqual({ status: 1, stdout: "", stderr: line });
    const traced = run(["stacks"], { env: { ...full, UBLOG_TRACE: "1" } }).stderr;
    expect(traced).toContain(line);
    expect(traced).toContain("    at setOutput (");
  });

  test("in a workflow as an annotation", () => {
    const { stderr } = run(["guard", "-"], { env: { GITHUB_ACTIONS: "true" } });
    expect(stderr).toBe(
      "::error::This is not what `pulumi preview --json` prints: it needs an object with `steps`.\n",
    );
  });

  test("a config file that is no YAML", () => {
    put("Pulumi.alpha.yaml", "a: b: c");
    expect(run(["stacks"]).stderr).toContain("error: Pulumi.alpha.yaml is not valid YAML: ");
  });

  test("programs that check the workflows and can't be installed", () => {
    expect(run(["lint"]).stderr).toContain(
      "error: actionlint needs Go (https://go.dev/doc/install). `go install ",
    );
    program("go", 'touch "$GOBIN/actionlint"');
    expect(
      run(["lint"], { env: { PATH: `${folder}/bin:/usr/bin:/bin`, PYTHONHOME: "/nowhere" } }).stderr,
    ).toContain("error: zizmor needs Python 3 with venv (on Debian and Ubuntu the package python3-venv). ");
  });
});

describe("the lock of a stack", () => {
  /** A Pulumi that knows the stack base, with nothing to do. */
  function pulumiOf(more: string): void {
    const urn = "urn:pulumi:base::ublog::aws:x:Y::r";
    const state = JSON.stringify({ deployment: { resources: [{ urn, type: "aws:x:Y", custom: true }] } });
    program(
      "pulumi",
      `case "$1 $2" in
"stack export") echo '${state}' ;;
"preview --stack") echo '{"resourcePlans": {}}' > "$6"; echo '{"steps": []}' ;;
${more}
*) exit 1 ;;
esac`,
    );
  }
  const lock = '{"pid": 7, "username": "runner", "hostname": "fv-az1", "timestamp": "2026-11-20T10:00:00Z"}';
  const preview = (backend: string) =>
    run(["preview", "--stack=base"], {
      env: { PULUMI_BACKEND_URL: backend, GITHUB_SHA: "0".repeat(40), GITHUB_ACTIONS: "true" },
    });
  const told = "`base` is locked by `runner@fv-az1 (pid 7)`, since 2026-11-20T10:00:00.000Z (";

  test("is reported in its preview, from a bucket of S3", () => {
    pulumiOf("");
    program(
      "aws",
      `case "$1" in
s3api) [ "$4" = state ] && [ "$6" = "p/.pulumi/locks/organization/ublog/base/" ] || exit 3
  echo '{"Contents": [{"Key": "p/.pulumi/locks/organization/ublog/base/1.json"}]}' ;;
s3) [ "$3" = "s3://state/p/.pulumi/locks/organization/ublog/base/1.json" ] && [ "$6" = eu-west-1 ] || exit 3
  echo '${lock}' ;;
esac`,
    );
    const { status, stdout, stderr } = preview("s3://state/p?region=eu-west-1&awssdk=v2");
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain(`> [!WARNING]\n> **${told}`);
    expect(stderr).toContain(`::warning::**${told}`);
    expect(stdout).toContain(
      "> pulumi cancel --yes --stack base\n> npx -y pnpm@12 ublog recover --stack=base\n",
    );
  });

  test("is reported from Pulumi Cloud, which doesn't say whose it is", () => {
    pulumiOf(`"whoami --json") echo '{"user": "me", "url": "https://app.pulumi.com/me"}' ;;
"stack ls") echo '[{"name": "acme/base", "updateInProgress": true}]' ;;`);
    expect(preview("").stdout).toContain("> [!WARNING]\n> **`base` is locked.** Nothing can be applied");
  });

  test("isn't there where there is none, or where nobody can tell", () => {
    pulumiOf("");
    program("aws", "echo '{}'");
    expect(preview("s3://state").stdout).not.toContain("locked");
    program("aws", "echo AccessDenied >&2; exit 254");
    const { status, stdout, stderr } = preview("s3://state");
    expect([status, stdout.includes("locked")]).toEqual([0, false]);
    expect(stderr).toMatch(/^Whether base is locked can't be found out: .*AccessDenied/ms);
    expect(preview(`file://${folder}/state`).stdout).not.toContain("locked");
  });
});

describe("what a run that was cut off left open", () => {
  const urn = "urn:pulumi:base::ublog::aws:ec2/vpc:Vpc::base";
  const inputs = { cidrBlock: "10.0.0.0/16", tags: { Name: "base" }, region: "us-east-1" };
  const type = "aws:ec2/vpc:Vpc";
  const cutOff = { type: "creating", resource: { urn, type, custom: true, inputs } };
  const command =
    "aws ec2 describe-vpcs --filters Name=cidr,Values=10.0.0.0/16 Name=tag:Name,Values=base --region us-east-1 --query 'Vpcs[].VpcId' --output text";
  const open = { operation: "creating", urn, name: "Vpc/base" };

  /** A stack whose state is what Pulumi was given last. */
  function stateOf(pending: object[]): void {
    put("state.json", JSON.stringify({ deployment: { resources: [], pending_operations: pending } }));
    program(
      "pulumi",
      `case "$1 $2" in
"stack export") /bin/cat state.json ;;
"stack import") /bin/cp "$6" state.json ;;
refresh*) ;;
*) exit 1 ;;
esac`,
    );
  }

  test("is reported, and nothing is changed", () => {
    stateOf([cutOff, { type: "deleting", resource: { urn: `${urn}2`, type, custom: true, inputs } }]);
    const before = readFileSync(join(folder, "state.json"), "utf8");
    expect(run(["recover", "--stack=base", "--dry-run"])).toMatchObject({
      status: 0,
      stdout: `base was cut off while it was:\n  creating Vpc/base: ask AWS: ${command}\n  deleting Vpc/base2: the next run does it again\n`,
    });
    const { stdout } = run(["recover", "--stack=base", "--dry-run", "--json"]);
    expect(JSON.parse(stdout)[0]).toMatchObject({ ...open, lookup: { kind: "find", command } });
    expect(readFileSync(join(folder, "state.json"), "utf8")).toBe(before);
  });

  test("is nothing", () => {
    stateOf([]);
    const nothing = "Nothing of base was cut off: there is nothing to recover.\n";
    for (const more of [[], ["--dry-run"]])
      expect(run(["recover", "--stack=base", ...more])).toMatchObject({ status: 0, stdout: nothing });
    expect(run(["recover", "--stack=base", "--json"])).toMatchObject({ status: 0, stdout: "[]\n" });
  });

  test("is recovered, and JSON has the id that the stack has then", () => {
    stateOf([cutOff]);
    const asked = run(["recover", "--stack=base", "--json"]);
    expect([asked.status, asked.stdout]).toEqual([1, ""]);
    const { status, stdout } = run(["recover", "--stack=base", "--json", "--found=Vpc/base=vpc-0abc1234"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ ...open, id: "vpc-0abc1234" }]);
  });
});

describe("Pulumi", () => {
  test("gets no empty settings, and is shown as it is called", () => {
    program("pulumi", 'echo "[]"');
    const { status, stderr } = run(["request", "--stack=base", "--operation=up"], {
      env: { PULUMI_BACKEND_URL: "", PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SECRETS_PROVIDER: "x" },
    });
    expect(status).toBe(0);
    expect(stderr).toBe("$ pulumi stack ls --json --non-interactive --color never\n");
    program("pulumi", "/usr/bin/env >&2; exit 1");
    const seen = run(["request", "--stack=base", "--operation=up"], {
      env: { PULUMI_BACKEND_URL: "", PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SECRETS_PROVIDER: "x" },
    }).stderr;
    expect(seen).not.toContain("PULUMI_BACKEND_URL");
    expect(seen).toMatch(/^PULUMI_CONFIG_PASSPHRASE=$/m);
    expect(seen).toMatch(/^PULUMI_SECRETS_PROVIDER=x$/m);
    expect(seen).toMatch(/^PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true$/m);
  });

  test.each([
    ["the job is cancelled", "INT", "INT"],
    ["the job is cancelled and hasn't ended", "TERM", "TERM"],
    // Pulumi knows no SIGHUP, and would leave its lock behind.
    ["the terminal is closed", "HUP", "TERM"],
  ])("is signalled once when %s, and is waited for", (_, sent, told) => {
    const waits = "while :; do :; done";
    program(
      "pulumi",
      `trap 'echo INT >> told; exit 9' INT\ntrap 'echo TERM >> told; exit 9' TERM\nkill -${sent} $PPID\n${waits}`,
    );
    expect(run(["request", "--stack=base", "--operation=up"]).status).toBe(1);
    expect(readFileSync(join(folder, "told"), "utf8")).toBe(`${told}\n`);
  });
});
