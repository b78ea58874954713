import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AwsError } from "../shared/apiError.ts";
import type { World } from "../world/world.ts";
import { answer } from "./calls.ts";
import { readCall, type WireAnswer } from "./protocols.ts";

/** A stand-in for AWS's APIs, on a port of this machine that nobody else can reach. */
export interface AwsServer {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  stop(): Promise<void>;
}

/** Serves a world over HTTP, in the protocols that AWS's SDKs and command line speak. */
export async function serveAws(world: World): Promise<AwsServer> {
  const server = createServer((request, response) => {
    handle(world, request).then(
      (wire) => send(response, wire),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(world: World, request: IncomingMessage): Promise<WireAnswer> {
  const call = readCall(request.headers, await text(request));
  if (call === undefined)
    return { status: 404, contentType: "text/plain", body: "The sandbox's AWS has no such API.\n" };
  try {
    return call.answered(answer({ world, region: regionOf(request) }, call.name, call.input));
  } catch (error) {
    if (error instanceof AwsError) return call.failed(error);
    // A fault of the sandbox itself. A status of 500 would make the SDK try it again, for long.
    console.error(error);
    return call.failed(new AwsError("SandboxFault", `The sandbox failed at ${call.name}: ${error}`));
  }
}

/** The region that a request was signed for. Signatures themselves aren't checked. */
function regionOf({ headers }: IncomingMessage): string {
  const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  if (region === undefined)
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
  return region;
}

function send(response: ServerResponse, { status, contentType, body, errorType }: WireAnswer): void {
  response.writeHead(status, {
    "content-type": contentType,
    "x-amzn-requestid": "00000000-0000-4000-8000-000000000000",
    ...(errorType === undefined ? {} : { "x-amzn-errortype": errorType }),
  });
  response.end(body);
}
