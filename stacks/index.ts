import { readConfig } from "./config.ts";

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
