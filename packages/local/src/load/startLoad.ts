import { Agent } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Failure, LoadReport } from "./report.ts";
import { request } from "./request.ts";
import { newWebSocketReport, startWebSocket } from "./webSocket.ts";

/** Clients that all do the same, each one thing after the other. */
export interface Clients {
  /** What they ask for, with its query. */
  path: string;
  count: number;
  /** Whether a client keeps its connection, or makes a new one for each request. Only of requests. Defaults to `kept`. */
  connections?: "kept" | "new";
  /** Seconds between an answer and the next request or message. Defaults to 0.02. */
  pause?: number;
  /** Seconds that an answer may take. Defaults to 120. */
  within?: number;
}

export interface LoadOptions {
  /** Where the requests go: `http://127.0.0.1:8000`. */
  origin: string;
  /** The host name that requests ask for, as their Host header. Defaults to the origin's. */
  host?: string;
  requests?: readonly Clients[];
  /** Clients that open a WebSocket and want each message back; they open another one when the server closes it. */
  webSockets?: readonly Clients[];
}

/** A load that goes on until it is stopped. */
export interface Load {
  /** What it has done until now, without what is still on its way. */
  readonly report: LoadReport;
  /** Sends nothing more, and waits for what is on its way. */
  stop(): Promise<LoadReport>;
}

/** Starts clients. They never give up: a client that fails goes on after its pause. */
export function startLoad({ origin, host, requests = [], webSockets = [] }: LoadOptions): Load {
  const began = performance.now();
  const report: LoadReport = { sent: 0, answered: 0, failed: [], webSockets: newWebSocketReport() };
  const stopping = new AbortController();
  const failure = (reason: string, path: string): Failure => ({
    reason,
    path,
    at: Math.round(performance.now() - began),
  });

  async function client({ path, connections = "kept", pause = 0.02, within = 120 }: Clients): Promise<void> {
    const agent = connections === "kept" ? new Agent({ keepAlive: true, maxSockets: 1 }) : undefined;
    const url = new URL(path, origin);
    while (!stopping.signal.aborted) {
      report.sent++;
      const reason = await request(url, { agent, host, within });
      if (reason === undefined) report.answered++;
      else report.failed.push(failure(reason, path));
      await wait(pause * 1000, undefined, { signal: stopping.signal }).catch(() => {});
    }
    agent?.destroy();
  }

  const running = [
    ...requests.flatMap((one) => Array.from({ length: one.count }, () => client(one))),
    ...webSockets.flatMap(({ path, count, pause = 0.02, within = 120 }) =>
      Array.from({ length: count }, () =>
        startWebSocket(
          { url: webSocketUrl(origin, path), pause, within, stopping: stopping.signal },
          report.webSockets,
          (reason) => failure(reason, path),
        ),
      ),
    ),
  ];
  return {
    report,
    async stop() {
      stopping.abort();
      await Promise.all(running);
      return report;
    },
  };
}

function webSocketUrl(origin: string, path: string): URL {
  const url = new URL(path, origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}
