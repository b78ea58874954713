import * as pulumi from "@pulumi/pulumi";
import { readConfig, refuseArguments } from "./config.ts";
import { loadOverrides } from "./loadOverrides.ts";
import { ownOutputs, problemsOfOtherName } from "./names.ts";

// The SDK notes a stack for each promise and has its frames looked up in source maps: a fifth of a program's time and a third of
// its memory. Node strips types in place, so the lines are right without them.
Reflect.deleteProperty(Error, "prepareStackTrace");

// After the engine was killed, nobody reads a program's output. The SDK would report that over and over, and use up all memory.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

/** Runs the program that the stack's config names; what it returns are the stack's outputs. */
export default async function main() {
  const config = readConfig();
  if (config.program !== "bootstrap") {
    const owner = { project: pulumi.getProject(), stack: config.stack };
    refuseArguments(owner, problemsOfOtherName(config, await ownOutputs()));
  }
  switch (config.program) {
    case "base":
      return (await import("./base.ts")).base(config, await loadOverrides(import.meta.dirname));
    case "app":
      return (await import("./app.ts")).app(config, await loadOverrides(import.meta.dirname));
    case "bootstrap":
      return (await import("./bootstrap.ts")).bootstrap(config);
  }
}
