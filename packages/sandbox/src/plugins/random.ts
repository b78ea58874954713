import { createRequire } from "node:module";
import { randomProvider } from "@ublog/aws-model/src/random/randomProvider.ts";
import { worldOfEnvironment } from "../shared/worldOfEnvironment.ts";
import { runPlugin } from "./server.ts";

const { version } = createRequire(import.meta.url)("@pulumi/random/package.json") as { version: string };

await runPlugin(randomProvider(version), worldOfEnvironment());
