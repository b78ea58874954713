import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { awsProvider } from "@ublog/aws-model/src/bridge/awsProvider.ts";
import { encode } from "@ublog/aws-model/src/shared/values.ts";
import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { onTestFinished } from "vitest";
import { serve } from "../../src/plugins/server.ts";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js") as typeof Grpc;
const messages = require("@pulumi/pulumi/proto/provider_pb.js");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");

/** The provider as the engine talks to it, in us-east-1. */
export async function connected(killEngine?: () => void) {
  const world = openWorld(":memory:");
  const { port, stop } = await serve(awsProvider(world, "7.48.0"), world, killEngine);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  onTestFinished(() => {
    client.close();
    stop();
  });
  // biome-ignore lint/suspicious/noExplicitAny: the messages have no common type.
  const call = (method: string, request: unknown): Promise<any> =>
    new Promise((resolve, reject) => {
      client[method](request, (error: Grpc.ServiceError | null, response: unknown) =>
        error ? reject(error) : resolve(response),
      );
    });
  const configured = await call(
    "configure",
    new messages.ConfigureRequest().setArgs(encode({ region: "us-east-1" })).setAcceptsecrets(true),
  );
  return { world, call, configured };
}
