import { byUse } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { domainName } from "../../descriptor/spelling.ts";
import { LOGS, PROVIDER, seconds } from "../../descriptor/times.ts";
import type { Properties } from "../../world/world.ts";
import { recordRules } from "./records.ts";
import { rules } from "./rules.ts";
import { recordStanding } from "./standing.ts";

const upper = (digits: string): string => digits.toUpperCase();

/** A name server of Route 53 for the four domains that serve every zone. */
const nameServers = (making: Making): string[] =>
  ["com", "net", "org", "co.uk"].map((top, i) => {
    const number = Number.parseInt(making.digits(4), 16) % 512;
    return `ns-${number + 512 * i}.awsdns-${String(number % 64).padStart(2, "0")}.${top}`;
  });

/** The name of a record in full: with the zone's name if it lacks it, without the last dot. */
function fullName(making: Making): string {
  const zone = making.find("aws:route53/zone:Zone", "zoneId", making.inputs.zoneId)?.name;
  const name = making.text("name").toLowerCase().replace(/\.$/, "");
  if (typeof zone !== "string" || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}

/** DNS records and zones. */
export const route53: Service = {
  name: "Route 53",
  types: {
    "aws:route53/zone:Zone": {
      recipe: {
        id: ({ digits }) => `Z0${upper(digits(19))}`,
        filled: (making) => {
          const servers = making.inputs.vpcs === undefined ? nameServers(making) : [];
          return {
            arn: `arn:aws:route53:::hostedzone/${making.id}`,
            nameServers: servers,
            primaryNameServer: servers[0] ?? "",
            zoneId: making.id,
          };
        },
        kept: ({ name }): Properties => (typeof name === "string" ? { name: name.replace(/\.$/, "") } : {}),
      },
    },
    "aws:route53/record:Record": {
      recipe: {
        id: (making) =>
          [
            making.text("zoneId"),
            making.text("name").toLowerCase().replace(/\.$/, ""),
            making.text("type"),
            making.text("setIdentifier"),
          ]
            .filter((part) => part !== "")
            .join("_"),
        filled: (making) => ({ allowOverwrite: false, fqdn: fullName(making) }),
      },
      // The name of a record is a domain name.
      autoname: "none",
      writtenAs: { name: domainName, "aliases.name": domainName },
      times: {
        create: seconds(38, 20, 60),
        update: seconds(38, 20, 60),
        delete: seconds(38, 20, 60),
        source: `${LOGS}: 38 s; the provider waits 10 to 30 s, then asks every 20 s until all name servers have it (${PROVIDER}/route53/record.go).`,
      },
      price: byUse("0.40 USD a million queries; those of an alias are free"),
      words: { create: "ChangeResourceRecordSets", remove: "ChangeResourceRecordSets" },
    },
  },
  rules: {
    change: { rules, records: recordRules },
    rest: { standing: recordStanding },
  },
};
