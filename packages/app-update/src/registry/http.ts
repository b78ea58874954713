import { SECOND } from "../clock.ts";
import { MANIFESTS, parseImage, type Registry } from "./registry.ts";

/** How long a registry has to answer, in milliseconds: a release doesn't wait for it. */
const PATIENCE = 5 * SECOND;

type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

/** Asks registries as anybody may: without a login, with the anonymous token that most of them want. */
export function httpRegistry(fetch: Fetch = globalThis.fetch): Registry {
  return {
    digestOf: (image) => {
      const { host, path, tag } = parseImage(image);
      return patiently(async (signal) => {
        const answer = await ask({ fetch, signal }, "HEAD", host, path, `manifests/${tag}`);
        const digest = answer?.headers.get("docker-content-digest");
        return digest != null && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
      });
    },
    document: (kind, repository, digest) => {
      const { host, path } = parseImage(repository);
      return patiently(async (signal) => {
        const answer = await ask({ fetch, signal }, "GET", host, path, `${kind}/${digest}`);
        return await answer?.json();
      });
    },
    download: (url) =>
      patiently(async (signal) => {
        const answer = await fetch(url, { method: "GET", headers: {}, signal });
        return answer.ok ? await answer.json() : undefined;
      }),
  };
}

/** No network, no answer in time, or something else than a registry: then nobody knows. */
async function patiently<T>(answer: (signal: AbortSignal) => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await answer(AbortSignal.timeout(PATIENCE));
  } catch {
    return undefined;
  }
}

async function ask(
  { fetch, signal }: { fetch: Fetch; signal: AbortSignal },
  method: string,
  host: string,
  path: string,
  what: string,
): Promise<Response | undefined> {
  const one = (headers: Record<string, string>) =>
    fetch(`https://${host}/v2/${path}/${what}`, {
      method,
      headers: { accept: MANIFESTS.join(", "), ...headers },
      signal,
    });
  let answer = await one({});
  if (answer.status === 401) {
    const token = await tokenFor(answer.headers.get("www-authenticate") ?? "", path, fetch, signal);
    if (token === undefined) return undefined;
    answer = await one({ authorization: `Bearer ${token}` });
  }
  return answer.ok ? answer : undefined;
}

/** The anonymous token that a registry's challenge points to: https://distribution.github.io/distribution/spec/auth/token/. */
async function tokenFor(
  challenge: string,
  path: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = value("realm");
  if (!/^bearer /i.test(challenge) || realm === undefined || !realm.startsWith("https://")) return undefined;
  const url = new URL(realm);
  const service = value("service");
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", value("scope") ?? `repository:${path}:pull`);
  const answer = await fetch(url.href, { method: "GET", headers: {}, signal });
  const { token, access_token } = (await answer.json()) as { token?: string; access_token?: string };
  return token ?? access_token;
}
