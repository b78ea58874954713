import { SECOND } from "../clock.ts";
import { parseImage, type Registry } from "./registry.ts";

/** How long a registry has to answer, in milliseconds: a release doesn't wait for it. */
const PATIENCE = 5 * SECOND;

/** All kinds of manifests: https://distribution.github.io/distribution/spec/api/ and the OCI distribution specification. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

/** Asks registries as anybody may: without a login, with the anonymous token that most of them want. */
export function httpRegistry(fetch: Fetch = globalThis.fetch): Registry {
  return async (image) => {
    const { host, path, tag } = parseImage(image);
    const signal = AbortSignal.timeout(PATIENCE);
    const ask = (headers: Record<string, string>) =>
      fetch(`https://${host}/v2/${path}/manifests/${tag}`, {
        method: "HEAD",
        headers: { accept: MANIFESTS, ...headers },
        signal,
      });
    try {
      let answer = await ask({});
      if (answer.status === 401) {
        const token = await tokenFor(answer.headers.get("www-authenticate") ?? "", path, fetch, signal);
        if (token === undefined) return undefined;
        answer = await ask({ authorization: `Bearer ${token}` });
      }
      const digest = answer.ok ? answer.headers.get("docker-content-digest") : null;
      return digest !== null && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
    } catch {
      // No network, no answer in time, or something else than a registry: then the tag has to do.
      return undefined;
    }
  };
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
