import { readConfig } from "./config.ts";

// The SDK notes a stack for each promise and has its frames looked up in source maps: a fifth of a program's time and a third of
// its memory. Node strips types in place, so that lines are right without.
Reflect.deleteProperty(Error, "prepareStackTrace");

/** Runs the program that the stack's config names; what it returns are the stack's outputs. */
export default async function main() {
  const config = readConfig();
  switch (config.program) {
    case "base":
      return (await import("./base.ts")).base(config);
    case "app":
      return (await import("./app.ts")).app(config);
    case "bootstrap":
      return (await import("./bootstrap.ts")).bootstrap(config);
  }
}
