import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface Text {
  id: number;
  body: string;
  user: { login: string };
}

export interface Issue extends Text {
  number: number;
  title: string;
  state: string;
}

/** A stand-in for GitHub's API: issues and comments of one repository, two a page. */
export interface FakeGithub {
  url: string;
  issues: Issue[];
  /** By the number of the issue or pull request. */
  comments: Record<number, Text[]>;
  /** Method and path of the calls that change something. */
  changes: string[];
  /** Answers every call with this status from now on. */
  fail(status: number): void;
  close(): Promise<void>;
}

const PAGE = 2;
const BOT = { login: "github-actions[bot]" };

export async function startFakeGithub(): Promise<FakeGithub> {
  const issues: Issue[] = [];
  const comments: Record<number, Text[]> = {};
  const changes: string[] = [];
  let failure = 0;
  let last = 0;
  const text = (body: unknown): Text => {
    last += 1;
    return { id: last, body: String(body), user: BOT };
  };

  function answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): unknown {
    const [, kind = "", id] =
      /^\/repos\/octocat\/ublog\/issues(?:\/(comments|\d+))?(?:\/(comments|\d+))?$/.exec(path) ?? [];
    if (method === "GET" && kind === "") {
      return issues.filter(
        ({ state, user }) => state === query.get("state") && user.login === query.get("creator"),
      );
    }
    if (method === "POST" && kind === "") {
      const issue = { ...text(body.body), number: last, title: String(body.title), state: "open" };
      issues.push(issue);
      return issue;
    }
    if (kind === "comments") {
      const found = Object.values(comments)
        .flat()
        .find((comment) => comment.id === Number(id));
      return found && Object.assign(found, body);
    }
    if (id === "comments") {
      comments[Number(kind)] ??= [];
      const list = comments[Number(kind)] ?? [];
      if (method === "GET") return list;
      list.push(text(body.body));
      return list.at(-1);
    }
    const issue = issues.find(({ number }) => number === Number(kind));
    return method === "PATCH" ? issue && Object.assign(issue, body) : undefined;
  }

  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const found = failure === 0 ? answer(method, pathname, searchParams, await bodyOf(request)) : undefined;
    if (method !== "GET") changes.push(`${method} ${pathname}`);
    response.setHeader("content-type", "application/json");
    if (found === undefined) {
      response.statusCode = failure || 404;
      response.end(JSON.stringify({ message: "Resource not accessible by integration" }));
      return;
    }
    response.end(JSON.stringify(Array.isArray(found) ? page(found, pathname, searchParams) : found));

    function page(all: unknown[], path: string, query: URLSearchParams): unknown[] {
      const number = Number(query.get("page") ?? 1);
      if (number * PAGE < all.length) {
        query.set("page", String(number + 1));
        response.setHeader("link", `<${address()}${path}?${query}>; rel="next"`);
      }
      return all.slice((number - 1) * PAGE, number * PAGE);
    }
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: address(),
    issues,
    comments,
    changes,
    fail: (status) => {
      failure = status;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
