import { Resolver } from "node:dns/promises";

/** What a CAA record says: who may issue certificates. */
export interface Caa {
  /** Issuer of any certificate, with its parameters; `;` for nobody. */
  issue?: string;
  /** Issuer of wildcard certificates. */
  issuewild?: string;
}

/** The port to public DNS. An empty answer is an answer; no answer at all is a DnsFailure. */
export interface Dns {
  /** Name servers of a zone, in small letters, sorted. */
  ns(name: string): Promise<string[]>;
  caa(name: string): Promise<Caa[]>;
}

/** DNS gave no answer. `SERVFAIL` means that the servers which ought to know the name don't. */
export class DnsFailure extends Error {
  override readonly name = "DnsFailure";
  readonly code: string;
  constructor(code: string) {
    super(`DNS answers ${code}`);
    this.code = code;
  }
}

/** What AWS sees, and not what a company's own DNS says inside of its network. */
const PUBLIC_SERVERS = ["1.1.1.1", "8.8.8.8"];

/** The answers that mean: there is no such record. */
const NONE = ["ENOTFOUND", "ENODATA"];

/** Codes of a network that lets nobody ask these servers. */
const NO_ANSWER = ["ETIMEOUT", "ECONNREFUSED", "EREFUSED"];

/** Public DNS; where a network lets nobody ask it, the servers of this machine. */
export function publicDns(
  servers: readonly string[] = PUBLIC_SERVERS,
  own = new Resolver().getServers(),
): Dns {
  const ask = async <T>(question: (resolver: Resolver) => Promise<T[]>): Promise<T[]> => {
    try {
      return await question(resolverOf(servers));
    } catch (error) {
      if (!NO_ANSWER.includes(codeOf(error))) return noneOrThrow(error);
    }
    return await question(resolverOf(own)).catch(noneOrThrow);
  };
  return {
    ns: async (name) => (await ask((resolver) => resolver.resolveNs(name))).map(plainName).sort(),
    caa: (name) => ask((resolver) => resolver.resolveCaa(name)),
  };
}

/** Gives up after a second and a half, twice. */
function resolverOf(servers: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  resolver.setServers([...servers]);
  return resolver;
}

function noneOrThrow(error: unknown): never[] {
  const code = codeOf(error);
  if (NONE.includes(code)) return [];
  throw new DnsFailure(code.replace(/^E/, ""));
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** A name of DNS as people write it. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** A name and all above it, but for the top: `a.b.example.com`, `b.example.com`, `example.com`. */
export function namesUpFrom(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(0, -1).map((_, above) => labels.slice(above).join("."));
}
