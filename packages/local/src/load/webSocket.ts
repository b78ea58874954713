import { setTimeout as wait } from "node:timers/promises";
import type { Failure, WebSocketReport } from "./report.ts";

/** Codes with which a server says that it goes away, or starts anew: https://www.iana.org/assignments/websocket */
const GOING = new Set([1001, 1012]);

export interface WebSocketClient {
  url: URL;
  /** Seconds between an echo and the next message. */
  pause: number;
  /** Seconds that an echo may take. */
  within: number;
  stopping: AbortSignal;
}

export function newWebSocketReport(): WebSocketReport {
  return { opened: 0, echoed: 0, closed: {}, failed: [] };
}

/** Holds a WebSocket open and sends messages through it until `stopping`; opens another one whenever it closes. */
export async function startWebSocket(
  client: WebSocketClient,
  report: WebSocketReport,
  failure: (reason: string) => Failure,
): Promise<void> {
  while (!client.stopping.aborted) {
    const end = await oneWebSocket(client, report);
    if (typeof end === "number") report.closed[end] = (report.closed[end] ?? 0) + 1;
    else if (end !== undefined) report.failed.push(failure(end));
    await wait(client.pause * 1000, undefined, { signal: client.stopping }).catch(() => {});
  }
}

/** Undefined where the client ended it, the code where the server goes away, or why it failed. */
function oneWebSocket(
  { url, pause, within, stopping }: WebSocketClient,
  report: WebSocketReport,
): Promise<string | number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    let opened = false;
    let next: NodeJS.Timeout | undefined;
    let late: NodeJS.Timeout | undefined;
    giveTime();
    const stop = () => {
      // First: a connection that was cut off at the same time never says that it is closed.
      end(undefined);
      socket.close(1000);
    };
    if (stopping.aborted) stop();
    stopping.addEventListener("abort", stop, { once: true });
    socket.onopen = () => {
      opened = true;
      report.opened++;
      message();
    };
    socket.onmessage = () => {
      clearTimeout(late);
      report.echoed++;
      next = setTimeout(message, pause * 1000);
    };
    socket.onerror = () => {};
    socket.onclose = ({ code }) => {
      if (!opened) end("WebSocket not opened");
      else end(GOING.has(code) ? code : `WebSocket closed with ${code}`);
    };

    function message(): void {
      if (socket.readyState !== WebSocket.OPEN) return;
      giveTime();
      socket.send("echo");
    }
    /** From now on the server has so long to open it, or to send the message back. */
    function giveTime(): void {
      clearTimeout(late);
      late = setTimeout(() => {
        end(`no message within ${within} s`);
        socket.close();
      }, within * 1000);
    }
    function end(how: string | number | undefined): void {
      clearTimeout(next);
      clearTimeout(late);
      stopping.removeEventListener("abort", stop);
      resolve(how);
    }
  });
}
