import {
  Agent,
  type ClientRequestArgs,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { join } from "../servers/join.ts";

/** A load balancer on the loopback interface, with the habits of an Application Load Balancer that matter when a target goes. */
export interface Balancer {
  origin: string;
  /** From now on the target, `http://127.0.0.1:<port>`, gets requests in turn. */
  register(target: string): void;
  /** From now on the target gets no more; what it has goes on. */
  deregister(target: string): void;
  /** How many requests the target has got. */
  sent(target: string): number;
  stop(): Promise<void>;
}

/** Keeps connections to a target for its own idle timeout, whatever the target announces, as the load balancer does. */
class TargetAgent extends Agent {
  readonly idleSeconds: number;
  constructor(idleSeconds: number) {
    super({ keepAlive: true, scheduling: "fifo" });
    this.idleSeconds = idleSeconds;
  }
  override createConnection(options: ClientRequestArgs): Socket {
    const { port, host } = options;
    const socket = connect(Number(port), String(host));
    return socket.setTimeout(this.idleSeconds * 1000, () => socket.destroy());
  }
  override keepSocketAlive(): boolean {
    return true;
  }
}

const HERE = "127.0.0.1";

interface Target {
  port: number;
  agent: TargetAgent;
  sent: number;
}

export interface BalancerOptions {
  /** Seconds after which a connection on which nothing is sent is closed. */
  idleTimeout: number;
  /** What browsers speak with it: it says so in `X-Forwarded-Proto`, whatever they send there. Defaults to `https`; a trial has `http`. */
  scheme?: "http" | "https";
}

/**
 * Starts a balancer. It asks each registered target in turn, once: a target that refuses or cuts a request off is a 502 for the client, as
 * with a load balancer of AWS. WebSockets go through as they are.
 */
export async function startBalancer({ idleTimeout, scheme = "https" }: BalancerOptions): Promise<Balancer> {
  const targets = new Map<string, Target>();
  const serving: string[] = [];
  const tunnels = new Set<Duplex>();
  let turn = 0;

  function next(): Target | undefined {
    const url = serving[turn++ % serving.length];
    const target = url === undefined ? undefined : targets.get(url);
    if (target !== undefined) target.sent++;
    return target;
  }

  function forward(incoming: IncomingMessage, response: ServerResponse): void {
    const chosen = next();
    if (chosen === undefined) {
      answer(response, 503);
      return;
    }
    const { port, agent } = chosen;
    const { method, url, headers } = incoming;
    const outgoing = request(
      {
        host: HERE,
        port,
        method,
        path: url,
        agent,
        headers: { ...headers, connection: "keep-alive", "x-forwarded-proto": scheme },
      },
      (from) => {
        const { connection, "keep-alive": hint, ...own } = from.headers;
        response.writeHead(from.statusCode ?? 502, own);
        from.pipe(response);
        from.once("close", () => from.complete || response.destroy());
      },
    );
    outgoing.once("error", () => {
      if (response.headersSent) response.destroy();
      else answer(response, 502);
    });
    incoming.pipe(outgoing);
  }

  const server = createServer(forward);
  server.keepAliveTimeout = idleTimeout * 1000;
  server.on("upgrade", (incoming, outside: Duplex, head: Buffer) => {
    const chosen = next();
    if (chosen === undefined) return outside.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    const inside = connect(chosen.port, HERE);
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    inside.write(`${lines.join("\r\n")}\r\n\r\n`);
    inside.write(head);
    join(outside, inside, tunnels);
  });
  await new Promise<void>((resolve) => server.listen(0, HERE, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    register(target) {
      targets.set(target, {
        port: Number(new URL(target).port),
        agent: new TargetAgent(idleTimeout),
        sent: 0,
      });
      serving.push(target);
    },
    deregister(target) {
      const at = serving.indexOf(target);
      if (at >= 0) serving.splice(at, 1);
    },
    sent: (target) => targets.get(target)?.sent ?? 0,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const tunnel of tunnels) tunnel.destroy();
      for (const { agent } of targets.values()) agent.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}
