import { createRequire } from "node:module";
import type * as GrpcModule from "@grpc/grpc-js";
import type { Provider } from "@ublog/aws-model/src/shared/protocol.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import { gate } from "../faults/gate.ts";
import { stopWithEngine } from "../shared/stopWithEngine.ts";
import { handlers } from "./handlers.ts";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js") as typeof GrpcModule;
const services =
  require("@pulumi/pulumi/proto/provider_grpc_pb.js") as typeof import("@pulumi/pulumi/proto/provider_grpc_pb.js");

/**
 * Serves a provider on a port of 127.0.0.1 and returns the port and a way to stop. Its changes meet the faults that are planned in
 * `world`; one that kills the engine does so with `killEngine`, by default the process that started this one.
 */
export async function serve(
  provider: Provider,
  world: World,
  killEngine: () => void = () => process.kill(process.ppid, "SIGKILL"),
): Promise<{ port: number; stop: () => void }> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": 400 << 20,
    "grpc.max_send_message_length": 400 << 20,
  });
  server.addService(services.ResourceProviderService, handlers(provider, gate(provider, world, killEngine)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

/**
 * Runs a provider as a plugin of the engine: prints its port, and stops with the engine, also when the engine
 * was killed.
 */
export async function runPlugin(provider: Provider, world: World): Promise<void> {
  const { port } = await serve(provider, world);
  process.stdout.write(`${port}\n`);
  stopWithEngine();
}
