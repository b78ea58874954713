import { createServer, request } from "node:http";
import { freePort } from "../../src/index.ts";

/** What is behind the load balancer, and how browsers call it. */
export interface Behind {
  host: string;
  backend: string;
  frontend(): string;
}

/** The paths that a stack sends to gunicorn. */
const BACKEND = /^\/(api|admin)\//;

/** One address for both servers of an app, as the load balancer is for browsers: under the app's name, and as if TLS had ended here. */
export async function openDoor({ host, backend, frontend }: Behind) {
  const server = createServer((asked, answer) => {
    const to = new URL(asked.url ?? "/", BACKEND.test(asked.url ?? "") ? backend : frontend());
    const headers = { ...asked.headers, host, "x-forwarded-proto": "https" };
    const passed = request(to, { method: asked.method, headers, agent: false }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.once("error", () => answer.writeHead(502).end());
    asked.pipe(passed);
  });
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${port}`,
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** Somebody at a browser: keeps cookies, and says where a form comes from. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  readonly #door: string;
  readonly #host: string;

  constructor(door: string, host: string) {
    this.#door = door;
    this.#host = host;
  }

  get(path: string): Promise<Response> {
    return this.#ask(path, {});
  }

  post(path: string, body: string | FormData | URLSearchParams): Promise<Response> {
    return this.#ask(path, { method: "POST", body });
  }

  /** Sends a form of Django's: with the token that is in its cookie. */
  submit(path: string, fields: Record<string, string | File>): Promise<Response> {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", this.#cookies.get("csrftoken") ?? "");
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return this.post(path, form);
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(new URL(path, this.#door), {
      ...init,
      redirect: "manual",
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        origin: `https://${this.#host}`,
        referer: `https://${this.#host}${path}`,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }
}
