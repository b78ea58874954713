import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serverTools } from "../install/python.ts";
import { startProcess } from "../processes/startProcess.ts";
import { type AwsCall, type AwsRequest, callsOf, signerOf } from "./awsCall.ts";
import { Credentials } from "./credentials.ts";
import { answerForAws } from "./wayOut.ts";

/** Why a call of a role is refused, or undefined where it isn't. */
export type Authorize = (call: AwsCall & { role: string }) => string | undefined;

/** A call that was made, in the order of their arrival. */
export interface SeenCall extends AwsCall {
  /** Why it was refused. */
  refused?: string;
  /** The answer's status. */
  status: number;
}

/** S3, SES, Secrets Manager and what else moto has, on a port of the loopback interface. */
export interface Aws {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  /** Where the containers of a role get their credentials, for `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  credentialsUrl(roleArn: string): string;
  /** What was called with a role's credentials until now. */
  calls(): readonly SeenCall[];
  stop(): Promise<void>;
}

/**
 * Starts moto, and before it a server that writes down each call and refuses what `authorize` refuses, as IAM would: moto itself lets
 * everybody do everything.
 */
export async function startAws(options: {
  folder: string;
  authorize?: Authorize;
  /** Paths of a certificate for `*.<region>.amazonaws.com`, and of its key. */
  pair: { certificate: string; key: string };
}): Promise<Aws> {
  const { folder, authorize = () => undefined, pair } = options;
  const moto = await startMoto(join(folder, "aws.log"));
  const credentials = new Credentials();
  const seen: SeenCall[] = [];
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: Error) => {
      response.writeHead(502).end(error.message);
    });
  });

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    const body = Buffer.concat(await incoming.toArray());
    const answer = credentials.answer(url);
    if (answer !== undefined) {
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
      return;
    }
    const request: AwsRequest = { method, url, headers, body };
    const signer = signerOf(request);
    const role = signer && credentials.roleOf(signer.accessKey);
    const calls = role === undefined ? [] : callsOf(request, signer).map((call) => ({ ...call, role }));
    const judged = calls.map((call): SeenCall & { role: string } => ({
      ...call,
      refused: authorize(call),
      status: 403,
    }));
    seen.push(...judged);
    const reason = judged.find(({ refused }) => refused !== undefined);
    if (reason !== undefined) {
      refuse(
        response,
        request,
        `User: ${role} is not authorized to perform: ${reason.action} on resource: ${reason.resource} ${reason.refused}`,
      );
      return;
    }
    const status = await forward(moto.port, request, response);
    for (const call of judged) call.status = status;
  }

  answerForAws(server, pair);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    credentialsUrl: (roleArn) => url + credentials.pathFor(roleArn),
    calls: () => seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await moto.stop();
    },
  };
}

async function startMoto(log: string): Promise<{ port: number; stop(): Promise<void> }> {
  const programs = await serverTools();
  const moto = await startProcess(
    [join(programs, "python"), join(programs, "moto_server"), "-H", "127.0.0.1", "-p", "0"],
    {
      env: { PATH: process.env.PATH, PYTHONUNBUFFERED: "1" },
      log,
    },
  );
  const [, port] = await moto.printed(/Running on http:\/\/127\.0\.0\.1:(\d+)/);
  return { port: Number(port), stop: () => moto.kill() };
}

/** Hands a request on as it is, and its answer back. */
function forward(port: number, request: AwsRequest, response: ServerResponse): Promise<number> {
  const { method, url: path, headers, body } = request;
  return new Promise((resolve, reject) => {
    // Its body is whole now, so it has a length and isn't announced.
    const { expect: _, "transfer-encoding": __, ...rest } = headers;
    const length = { "content-length": String(body.length) };
    const onward = send(
      { host: "127.0.0.1", port, method, path, headers: { ...rest, ...length } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once("error", reject);
        answer.once("end", () => resolve(answer.statusCode ?? 502));
      },
    );
    onward.once("error", reject);
    onward.end(body);
  });
}

/** AWS's answer to a call that IAM refuses, in the form of the protocol of the call. */
function refuse(response: ServerResponse, { headers }: AwsRequest, message: string): void {
  const isJson = String(headers["content-type"] ?? "").includes("json");
  const xml = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  if (isJson)
    response
      .writeHead(403, { "content-type": "application/json", "x-amzn-errortype": "AccessDeniedException" })
      .end(JSON.stringify({ __type: "AccessDeniedException", message }));
  else {
    const error = `<Error><Code>AccessDenied</Code><Message>${xml}</Message></Error>`;
    const isQuery = String(headers["content-type"] ?? "").includes("urlencoded");
    response
      .writeHead(403, { "content-type": "application/xml" })
      .end(isQuery ? `<ErrorResponse>${error}</ErrorResponse>` : error);
  }
}
