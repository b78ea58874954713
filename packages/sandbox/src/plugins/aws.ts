import { createRequire } from "node:module";
import { awsProvider } from "../provider/awsProvider.ts";
import { runPlugin } from "../provider/server.ts";
import { worldOfEnvironment } from "../world/environment.ts";

const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

const world = worldOfEnvironment();

await runPlugin(awsProvider(world, version), world);
