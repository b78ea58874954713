import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "@ublog/terminal/run";
import { expect, onTestFinished, test } from "vitest";
import { processPort } from "../../src/doctor/surroundings.ts";
import { ALPHA, BASE } from "./support/world.ts";

const program = fileURLToPath(new URL("../../project.js", import.meta.url));

/** The environment of somebody without a home: no configuration, no credentials, no metadata service. */
const BARE = {
  PATH: process.env.PATH,
  HOME: "/nowhere",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_MAX_ATTEMPTS: "1",
};

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const project = () =>
  folderWith({ "Pulumi.yaml": "name: ublog\n", "Pulumi.base.yaml": BASE, "Pulumi.alpha.yaml": ALPHA });

/** A server in place of AWS: it says the time, and answers calls as it is told. */
async function aws(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === "HEAD") response.end();
    else answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The address of a port that nobody listens at any more. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${port}`;
}

const refuses =
  (code: string, message: string): RequestListener =>
  (_request, response) => {
    response.writeHead(403, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  };

const doctor = (cwd: string, env: NodeJS.ProcessEnv, ...args: string[]) =>
  run(process.execPath, [program, "doctor", ...args], { cwd, env: { ...BARE, ...env } });

const KEY = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x" };

test.each([
  [
    "no credentials and no home",
    {},
    refuses("-", "-"),
    "There are no AWS credentials (Could not load credentials from any providers).",
  ],
  [
    "a profile that doesn't exist",
    { AWS_PROFILE: "nope" },
    refuses("-", "-"),
    'The AWS profile "nope" gives no credentials (Could not load credentials from any providers).',
  ],
  [
    "credentials that have expired",
    KEY,
    refuses("ExpiredToken", "The security token included in the request is expired"),
    "The AWS credentials have expired (The security token included in the request is expired).",
  ],
  [
    "a key that AWS doesn't know",
    KEY,
    refuses("InvalidClientTokenId", "The security token included in the request is invalid."),
    "AWS doesn't accept the credentials (The security token included in the request is invalid).",
  ],
])("%s", async (_what, env, answer, message) => {
  const AWS_ENDPOINT_URL = await aws(answer);
  const { code, stdout, stderr } = await doctor(
    project(),
    { ...env, AWS_ENDPOINT_URL },
    "--json",
    "--only",
    "account",
  );
  expect([code, stderr]).toEqual([1, ""]);
  expect(JSON.parse(stdout).findings[0]).toMatchObject({
    question: "account",
    status: "problem",
    found: message,
  });
});

test("where nobody answers, that is the one problem", async () => {
  const AWS_ENDPOINT_URL = await closedPort();
  const { code, stdout } = await doctor(
    project(),
    { AWS_ENDPOINT_URL, ...KEY },
    "--only",
    "network",
    "--only",
    "account",
  );
  expect([code, stdout.split("\n")]).toEqual([
    1,
    [
      "   question  answer",
      "─  ────────  ─────────",
      "✗  network   see below",
      "– not asked, AWS can't be reached (ECONNREFUSED): account",
      "",
      "✗ network: AWS can't be reached (ECONNREFUSED).",
      "  Why: Nothing that is asked of AWS or DNS was asked.",
      "  Do:  Check this machine's network, and whether it needs a proxy.",
      "",
      "An `up` or a release would fail. 1 problem, 0 all right, 1 not asked.",
      "",
    ],
  ]);
});

test.each([
  [["--stack", "alhpa"], "error: There is no Pulumi.alhpa.yaml. Did you mean alpha?\n"],
  [["--only", "vpc"], "error: --only vpc: there is no such question. Did you mean vpcs?\n"],
])("%j is a wrong command line", async (args, stderr) => {
  expect(await doctor(project(), {}, ...args)).toEqual({ code: 2, stdout: "", stderr });
});

test("a region that doesn't exist is a problem of the stack file", async () => {
  const folder = folderWith({
    "Pulumi.yaml": "name: ublog\n",
    "Pulumi.base.yaml": BASE.replace("us-east-1", "us-esat-1"),
  });
  const { code, stdout } = await doctor(folder, {}, "--json", "--only", "stack-files");
  expect(code).toBe(1);
  expect(JSON.parse(stdout).findings.map(({ found }: { found: string }) => found)).toEqual([
    'Pulumi.base.yaml: aws:region: is "us-esat-1", which is not an AWS region that this checkout knows. Did you mean us-east-1? If AWS has opened it since then, say so: pulumi config set aws:skipRegionValidation true --stack base',
  ]);
});

test("Ctrl-C ends it at once", async () => {
  const called = Promise.withResolvers<void>();
  const AWS_ENDPOINT_URL = await aws(() => called.resolve());
  const child = spawn(process.execPath, [program, "doctor", "--only", "account"], {
    cwd: project(),
    env: { ...BARE, ...KEY, AWS_ENDPOINT_URL },
  });
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr]) output.on("data", (piece) => said.push(String(piece)));
  await called.promise;
  child.kill("SIGINT");
  expect([await once(child, "close"), said.join("")]).toEqual([[130, null], ""]);
});

test("programs are those of the person's shell, and not those that a package manager puts in front", async () => {
  const folder = folderWith({});
  for (const [place, says] of [
    ["node_modules/.bin", "installed"],
    ["own", "own"],
  ] as const) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, "tool"), `#!/bin/sh\necho ${says} "$@"\nexit 3\n`);
    chmodSync(join(folder, place, "tool"), 0o755);
  }
  const PATH = [join(folder, "node_modules/.bin"), join(folder, "own"), "/bin", "/usr/bin"].join(":");
  const port = processPort(new AbortController().signal, { PATH }, folder);
  expect(await port.run("tool", ["--version"])).toEqual({ code: 3, stdout: "own --version\n", stderr: "" });
  expect(await port.run("no-such-tool", [])).toBeUndefined();
});
