/*
 * Stands for a program that a document names: `standIn.ts <program> [arguments]`. Pulumi and the verbs of ublog are real, in the sandbox of
 * $SANDBOX and on the project in $PROJECT; all others only write down what they were asked, into the file $CALLS.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { VERBS as RELEASES } from "@ublog/app-update/src/verbs.ts";
import { VERBS as INFRASTRUCTURE } from "@ublog/pipeline/src/verbs.ts";
import { VERBS as PROJECT } from "@ublog/project/src/verbs.ts";
import { openSandbox } from "@ublog/sandbox";
import { appUpdateOnTerminal } from "@ublog/sandbox/src/appUpdate/appUpdate.ts";
import { VERBS as REHEARSAL } from "@ublog/sandbox/verbs";

const [program = "", ...args] = process.argv.slice(2);
const { SANDBOX: dir = "", PROJECT: project = "", CALLS: calls = "" } = process.env;

const ANSWERS: Readonly<Record<string, string>> = {
  "aws ecr get-login-password": "password-of-the-registry\n",
};

process.exitCode = await answer();

async function answer(): Promise<number> {
  if (program === "pulumi" && args[0] !== "login") return pulumi(args);
  if (program === "npx" && args.slice(0, 2).join(" ") === "-y pnpm@12") return script(args.slice(2));
  appendFileSync(calls, `${JSON.stringify([program, ...args])}\n`);
  const known = Object.entries(ANSWERS).find(([command]) => [program, ...args].join(" ").startsWith(command));
  process.stdout.write(known?.[1] ?? "");
  return 0;
}

async function pulumi(words: string[]): Promise<number> {
  // Nobody is there to say yes.
  const yes = ["up", "destroy"].includes(words[0] ?? "") ? ["--yes"] : [];
  return (await sandbox()).pulumiOnTerminal([...words, ...yes]);
}

async function script([name = "", ...words]: string[]): Promise<number> {
  const [verb = "", ...rest] = name === "ublog" ? words : [name, ...words];
  const all = [verb, ...rest];
  if (verb in RELEASES) return appUpdateOnTerminal(join(dir, "world.db"), all);
  if (verb in INFRASTRUCTURE) return (await sandbox()).pipelineOnTerminal(all);
  // It asks AWS for nothing that its flags say, and writes into the project itself.
  if (verb === "init") return (await import("@ublog/project/src/cli.ts")).main(all);
  if (verb in PROJECT) return (await sandbox()).projectVerbOnTerminal(all);
  if (!(verb in REHEARSAL) && verb !== "install") throw new Error(`pnpm has no ${verb}`);
  appendFileSync(calls, `${JSON.stringify([program, ...args])}\n`);
  return 0;
}

function sandbox() {
  return openSandbox({ dir, project });
}
