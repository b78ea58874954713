import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { UserError } from "@ublog/terminal/errors";
import { vi } from "vitest";
import { parse, parseDocument } from "yaml";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import type { SettingsContext } from "../../src/commands/secrets.ts";
import type { PulumiCall } from "../../src/settings/pulumiCalls.ts";

export const ALPHA = `# The app stack alpha.
config:
  aws:region: us-east-1 # the region of the base

  ublog:program: app
  ublog:base: base

  # The web server.
  ublog:gunicorn:
    cpu: 512 # 1024 is one vCPU
    memoryMiB: 1024

  ublog:environment:
    LOG_LEVEL: info
encryptionsalt: v1:salt
`;
const BASE = "config:\n  aws:region: us-east-1\n  ublog:program: base\n  ublog:domainName: example.com\n";

/** A project with the stacks base and alpha, and a Pulumi that "encrypts" a value by writing it backwards. */
export function settingsProject(alpha = ALPHA) {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("Pulumi.yaml", "name: ublog\nruntime: nodejs\n");
  write("Pulumi.base.yaml", BASE);
  write("Pulumi.alpha.yaml", alpha);
  const read = () => readFileSync(join(folder, "Pulumi.alpha.yaml"), "utf8");
  /** The config of the last `up`, as a file has it; undefined where there was none. */
  let up: string | undefined;
  const calls: string[][] = [];
  const failures: { pattern: RegExp; problem: string }[] = [];
  const call: PulumiCall = async (args, _file, { input } = {}) => {
    calls.push([...args]);
    const failure = failures.find(({ pattern }) => pattern.test(args.join(" ")));
    if (failure !== undefined) throw new UserError(failure.problem);
    const file = args[args.indexOf("--config-file") + 1] ?? "";
    if (args[1] === "set") {
      const [, key = "", name] = /^(.+)\.(\w+)$/.exec(String(args.at(-1))) ?? [];
      const document = parseDocument(readFileSync(file, "utf8"));
      document.setIn(["config", key, name], { secure: backwards(input ?? "") });
      if (!document.has("encryptionsalt")) document.set("encryptionsalt", "v1:new");
      writeFileSync(file, String(document));
      return "";
    }
    if (args[0] === "config") return JSON.stringify(printed(read()));
    const made = { kind: "update", result: "succeeded", endTime: "2026-11-30T03:00:00.000Z" };
    const environment = { "git.head": "0123456789abcdef0123456789abcdef01234567" };
    return JSON.stringify(up === undefined ? [] : [{ ...made, environment, config: printed(up) }]);
  };
  return {
    folder,
    read,
    write,
    call,
    calls,
    /** The stack is brought up with what is in its file. */
    bringUp: () => {
      up = read();
    },
    /** Calls that match fail with this. */
    fail: (pattern: RegExp, problem: string) => failures.push({ pattern, problem }),
    context: (more: Partial<SettingsContext> & { input?: string | Buffer } = {}): SettingsContext => ({
      folder,
      call,
      connect: () => Promise.reject(new UserError("Nobody is signed in to AWS.")),
      keyboard: piped(more.input ?? ""),
      screen: { write: () => true },
      env: {},
      ...more,
    }),
  };
}

/** Runs a command and gives its exit code, or its error, and what it printed. */
export async function told(command: () => Promise<number>) {
  const out: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => out.push(line));
  const code = await command().catch((error: Error) => error.message);
  return { code, out: out.join("\n") };
}

function piped(input: string | Buffer) {
  const stream = new PassThrough();
  stream.end(input);
  return stream;
}

export const backwards = (text: string): string => [...text].reverse().join("");

/** The config of a stack file as Pulumi prints it with its secrets. */
function printed(text: string) {
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const objectValue = decrypted(value);
      const secret = JSON.stringify(value).includes('"secure"');
      return typeof value === "object"
        ? [key, { value: JSON.stringify(objectValue), objectValue, secret }]
        : [key, { value: String(value), secret }];
    }),
  );
}

function decrypted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decrypted);
  if ("secure" in value) return backwards(String(value.secure));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decrypted(part)]));
}
