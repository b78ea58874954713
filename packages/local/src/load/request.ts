import { type Agent, request as send } from "node:http";

export interface RequestOptions {
  /** The Host header. Defaults to the URL's. */
  host?: string;
  /** Keeps connections; without one each request has its own. */
  agent?: Agent;
  /** Seconds until the whole answer must be there. */
  within: number;
}

/** Asks for `url` and reads the whole answer. Why it failed, or undefined where it came whole and with a status below 400. */
export function request(url: URL, { agent, host, within }: RequestOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const outgoing = send(
      url,
      { agent: agent ?? false, headers: host === undefined ? {} : { host } },
      (answer) => {
        const { statusCode = 0 } = answer;
        answer.once("error", () => end("cut off"));
        answer.once("close", () => end(answer.complete ? undefined : "cut off"));
        answer.once("end", () => end(statusCode < 400 ? undefined : `status ${statusCode}`));
        answer.resume();
      },
    );
    const timer = setTimeout(() => {
      end(`no answer within ${within} s`);
      outgoing.destroy();
    }, within * 1000);
    outgoing.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    outgoing.end();

    function end(reason: string | undefined): void {
      clearTimeout(timer);
      resolve(reason);
    }
  });
}
