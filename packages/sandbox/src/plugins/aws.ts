import { createRequire } from "node:module";
import { awsProvider } from "@ublog/aws-model/src/bridge/awsProvider.ts";
import { worldOfEnvironment } from "../shared/worldOfEnvironment.ts";
import { runPlugin } from "./server.ts";

const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

const world = worldOfEnvironment();

await runPlugin(awsProvider(world, version), world);
