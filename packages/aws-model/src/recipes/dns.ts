import { createHash, X509Certificate } from "node:crypto";
import type { Properties } from "../world/world.ts";
import type { Making, Recipes } from "./recipe.ts";

const upper = (digits: string): string => digits.toUpperCase();

/** A name server of Route 53 for the four domains that serve every zone. */
const nameServers = (making: Making): string[] =>
  ["com", "net", "org", "co.uk"].map((top, i) => {
    const number = Number.parseInt(making.digits(4), 16) % 512;
    return `ns-${number + 512 * i}.awsdns-${String(number % 64).padStart(2, "0")}.${top}`;
  });

/**
 * The record that proves ownership of a name, the same for every certificate of the account. A wildcard and its parent share
 * one.
 */
function validationOption(name: string, account: string): Properties {
  const parent = name.replace(/^\*\./, "");
  const hash = createHash("sha256").update(`${account}\n${parent}`).digest("hex");
  return {
    domainName: name,
    resourceRecordName: `_${hash.slice(0, 32)}.${parent}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${hash.slice(32)}.jkddzztszm.acm-validations.aws.`,
  };
}

/** What is in a certificate that is imported; nothing for what is none. */
function importedNames(body: string): Properties {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(body);
  } catch {
    return {};
  }
  const [, common = ""] = /^CN=(.*)$/m.exec(certificate.subject) ?? [];
  const others = [...(certificate.subjectAltName ?? "").matchAll(/DNS:([^,]+)/g)].map(
    ([, name = ""]) => name,
  );
  const [domainName = ""] = [common, ...others].filter((name) => name !== "");
  return { domainName, subjectAlternativeNames: others };
}

/** The name of a record in full: with the zone's name if it lacks it, without the last dot. */
function fullName(making: Making): string {
  const zone = making.find("aws:route53/zone:Zone", "zoneId", making.inputs.zoneId)?.name;
  const name = making.text("name").toLowerCase().replace(/\.$/, "");
  if (typeof zone !== "string" || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}

export const dns: Recipes = {
  "aws:acm/certificate:Certificate": {
    id: (making) => making.arn("acm", `certificate/${making.uuid()}`),
    filled: (making) => {
      const names = [...new Set([making.text("domainName"), ...making.texts("subjectAlternativeNames")])];
      const isIssued = making.inputs.certificateBody !== undefined;
      const method = making.text("validationMethod", "NONE");
      return {
        arn: making.id,
        domainValidationOptions:
          method === "DNS" ? names.map((name) => validationOption(name, making.account)) : [],
        keyAlgorithm: "RSA_2048",
        renewalEligibility: "INELIGIBLE",
        status: isIssued ? "ISSUED" : "PENDING_VALIDATION",
        subjectAlternativeNames: names,
        type: isIssued ? "IMPORTED" : "AMAZON_ISSUED",
        validationMethod: method,
        ...importedNames(making.text("certificateBody")),
      };
    },
    updated: ({ text, changed }) =>
      changed.has("certificateBody") ? importedNames(text("certificateBody")) : {},
    unsettled: { certificateBody: ["domainName", "subjectAlternativeNames"] },
    // AWS lists the certificate's own name among the alternative ones.
    kept: ({ domainName, subjectAlternativeNames }): Properties =>
      domainName !== undefined && Array.isArray(subjectAlternativeNames)
        ? { subjectAlternativeNames: [...new Set([domainName, ...subjectAlternativeNames])] }
        : {},
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    id: ({ world }) => world.now().replace("T", " ").replace("Z", " +0000 UTC"),
    filled: ({ world, text }) => {
      const type = "aws:acm/certificate:Certificate";
      const certificate = world.get(type, text("certificateArn"));
      if (certificate)
        world.put({
          ...certificate,
          state: { ...certificate.state, status: "ISSUED" },
        });
      return {};
    },
  },
  "aws:route53/zone:Zone": {
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
  "aws:route53/record:Record": {
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
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    id: ({ digits }) => `ns-${digits(16)}`,
    filled: (making) => ({
      arn: making.arn("servicediscovery", `namespace/${making.id}`),
      hostedZone: `Z0${upper(making.digits(19))}`,
    }),
  },
  "aws:servicediscovery/service:Service": {
    id: ({ digits }) => `srv-${digits(16)}`,
    filled: (making) => ({
      arn: making.arn("servicediscovery", `service/${making.id}`),
      type: "DNS_HTTP",
    }),
  },
};
