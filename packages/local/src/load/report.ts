/** A request that failed, or a WebSocket. */
export interface Failure {
  /** Why, in one line: `status 502`, `ECONNREFUSED`, `cut off`. */
  reason: string;
  path: string;
  /** Milliseconds since the load began at which it failed. */
  at: number;
}

/** What a load has done. Each request is either answered or failed: their sum is what was sent. */
export interface LoadReport {
  sent: number;
  answered: number;
  failed: Failure[];
  webSockets: WebSocketReport;
}

/** What the WebSockets of a load have done. */
export interface WebSocketReport {
  opened: number;
  /** Messages that came back. */
  echoed: number;
  /** How many the server closed because it goes away (1001) or starts anew (1012), by that code: no failures, clients connect again. */
  closed: Record<number, number>;
  failed: Failure[];
}

/** Failures in one line, the same ones counted: `3 × status 502 (/api/fast/)`. Empty where there are none. */
export function summarize(failures: readonly Failure[]): string {
  const counts = new Map<string, number>();
  for (const { reason, path } of failures) {
    const what = `${reason} (${path})`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}
