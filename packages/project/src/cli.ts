import { type CommandLine, commandLine } from "@ublog/terminal/commandLine";
import { VERBS } from "./verbs.ts";

/** The command line: takes its arguments and answers with the exit code. */
export async function main(args: readonly string[], name = "project"): Promise<number> {
  return await project(name).run(args);
}

/** Each verb's options here, its story in `commands/`, loaded when it is called. */
export function project(name = "project"): CommandLine<keyof typeof VERBS> {
  const line = commandLine(name, VERBS, 2);
  line.program.description(
    "From a Django project to an environment: settings, images, secrets, and what stands in the way.",
  );
  return line;
}
