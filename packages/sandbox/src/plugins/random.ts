import { createRequire } from "node:module";
import { runPlugin } from "../provider/server.ts";
import { randomProvider } from "../random/randomProvider.ts";
import { worldOfEnvironment } from "../world/environment.ts";

const { version } = createRequire(import.meta.url)("@pulumi/random/package.json") as { version: string };

await runPlugin(randomProvider(version), worldOfEnvironment());
