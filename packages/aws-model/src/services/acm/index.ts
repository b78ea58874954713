import { createHash, X509Certificate } from "node:crypto";
import { FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { domainName } from "../../descriptor/spelling.ts";
import { LOGS, PROVIDER, seconds } from "../../descriptor/times.ts";
import type { Properties } from "../../world/world.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";
import { certificateStanding } from "./standing.ts";

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

/** What is in an imported certificate; nothing for anything else. */
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

/** Certificates. */
export const acm: Service = {
  name: "ACM",
  types: {
    "aws:acm/certificate:Certificate": {
      recipe: {
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
      keptBlocks: ["options"],
      writtenAs: { domainName },
      times: {
        create: seconds(7, 5, 15),
        update: seconds(1),
        delete: seconds(1),
        source: `An estimate: the provider asks until ACM has said which records it wants (${PROVIDER}/acm/certificate.go).`,
      },
      price: FREE,
      words: { create: "RequestCertificate", remove: "DeleteCertificate" },
    },
    "aws:acm/certificateValidation:CertificateValidation": {
      recipe: {
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
      times: {
        create: seconds(30, 2, 300),
        update: seconds(1),
        delete: seconds(0),
        source: `${LOGS}: 2 s and 1m1s; AWS says a few minutes at times (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html).`,
      },
      price: FREE,
      words: { create: "DescribeCertificate", remove: "DescribeCertificate" },
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
    rest: { standing: certificateStanding },
  },
};
