import { messageOf } from "@ublog/terminal/errors";
import { isWithin } from "../domains.ts";

/** A public Route 53 zone. */
export interface Zone {
  /** The id without its prefix: `Z0123456789ABCDEFGHIJ`. */
  id: string;
  /** The domain, without a dot at the end. */
  domain: string;
}

/** One page of the account's zones. */
export type ListZones = (marker?: string) => Promise<{
  HostedZones?:
    | {
        Id?: string | undefined;
        Name?: string | undefined;
        Config?: { PrivateZone?: boolean | undefined } | undefined;
      }[]
    | undefined;
  IsTruncated?: boolean | undefined;
  NextMarker?: string | undefined;
}>;

/** The account's public zones, or in one line why there are none to choose from. */
export async function publicZones(list: ListZones): Promise<{ zones: Zone[]; reason: string | undefined }> {
  const zones: Zone[] = [];
  try {
    let marker: string | undefined;
    do {
      const page = await list(marker);
      for (const { Id, Name, Config } of page.HostedZones ?? [])
        if (Config?.PrivateZone !== true && Id !== undefined && Name !== undefined)
          zones.push({ id: Id.replace(/^\/hostedzone\//, ""), domain: Name.replace(/\.$/, "") });
      marker = page.IsTruncated === true ? page.NextMarker : undefined;
    } while (marker !== undefined);
  } catch (error) {
    return { zones: [], reason: reasonOf(error) };
  }
  zones.sort((a, b) => (a.domain < b.domain ? -1 : 1));
  return {
    zones,
    reason:
      zones.length > 0
        ? undefined
        : "The account has no public Route 53 zone: name the domain and the id of its zone, or take a trial.",
  };
}

const AND_SO = "so the zones of the account can't be listed: name the domain and the id of its zone.";

function reasonOf(error: unknown): string {
  const { name = "", code = "" } = error as { name?: string; code?: string };
  if (/Credentials|TokenProvider|SSO/i.test(name)) return `There are no AWS credentials here, ${AND_SO}`;
  if (
    /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch/.test(name)
  )
    return `AWS doesn't take the credentials (${name}), ${AND_SO}`;
  if (/AccessDenied/.test(name)) return `The credentials have no right to route53:ListHostedZones, ${AND_SO}`;
  if (
    /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNRESET/.test(code) ||
    /Timeout/.test(name)
  )
    return `AWS can't be reached, ${AND_SO}`;
  return `Route 53 answered ${JSON.stringify(messageOf(error).split("\n")[0])}, ${AND_SO}`;
}

/** The zone of a domain: its own, or the nearest above it. */
export function zoneOf(domain: string, zones: readonly Zone[]): Zone | undefined {
  return zones
    .filter((zone) => isWithin(domain, zone.domain))
    .sort((a, b) => b.domain.length - a.domain.length)[0];
}

/** Route 53 by the AWS SDK, which takes credentials from where the AWS CLI does. It is asked once, and not for long. */
export async function sdkZones(): Promise<ListZones> {
  const { ListHostedZonesCommand, Route53Client } = await import("@aws-sdk/client-route-53");
  const client = new Route53Client({
    // A service without regions of its own.
    region: "us-east-1",
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000 },
  });
  return (Marker) => client.send(new ListHostedZonesCommand(Marker === undefined ? {} : { Marker }));
}
