import { account } from "../../facts/account.ts";
import { constraint } from "../../rules/awsShape.ts";
import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import { type Quota, quotaRule } from "../../rules/quota.ts";
import type { Rule } from "../../rules/rule.ts";
import { misshapen } from "../../rules/shapes.ts";
import { isUsed } from "../../rules/users.ts";
import { certificateOf, missingProofs, proofsOf } from "../../world/certificates.ts";
import { record, text, texts } from "../../world/reading.ts";

/** What ACM takes for the name of a host, or of all hosts one level below a domain. */
const hostPattern = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

const isHost = constraint(hostPattern);

const acm = "https://docs.aws.amazon.com/acm/latest/userguide";

const api = "https://docs.aws.amazon.com";

const quotas: readonly Quota[] = [
  {
    name: "quota-names-of-certificate",
    source: `${api}/acm/latest/userguide/acm-limits.html`,
    limit: 10,
    types: ["aws:acm/certificate:Certificate"],
    count: ({ inputs }) => new Set([inputs.domainName, ...texts(inputs.subjectAlternativeNames)]).size,
    refusal: ({ inputs }) => ({
      doing: `requesting ACM Certificate (${inputs.domainName})`,
      answer: { service: "ACM", operation: "RequestCertificate", code: "LimitExceededException" },
      message: `The maximum number of domain names of a certificate is 10; ${inputs.domainName} would have more.`,
    }),
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "certificate-in-use",
    source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
    type: "aws:acm/certificate:Certificate",
    usedBy: (change) =>
      ["aws:lb/listener:Listener", "aws:lb/listenerCertificate:ListenerCertificate"].some((type) =>
        isThere(change, type, ({ state }) => state.certificateArn === change.id),
      ) ||
      isUsed(change, ({ viewerCertificate }) => record(viewerCertificate).acmCertificateArn === change.id),
    refusal: ({ id }) => ({
      doing: `deleting ACM Certificate (${id})`,
      answer: { service: "ACM", operation: "DeleteCertificate", code: "ResourceInUseException" },
      message: `Certificate ${id} in account ${account} is in use.`,
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  {
    name: "certificate-domain-name",
    source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html",
    applies: { types: ["aws:acm/certificate:Certificate"], on: ["create"] },
    check: ({ inputs }) => {
      const domain = text(inputs.domainName);
      const [wrong] = texts(inputs.subjectAlternativeNames).flatMap((name) =>
        misshapen([isHost], name, "subjectAlternativeNames"),
      );
      const message =
        isHost(domain, "domainName") ??
        (domain.length > 64
          ? "The first domain name you enter cannot exceed 64 octets, including periods."
          : wrong);
      if (domain === "" || message === undefined) return undefined;
      return {
        doing: `requesting ACM Certificate (${domain})`,
        answer: { service: "ACM", operation: "RequestCertificate", code: "ValidationException" },
        message,
      };
    },
  },
  {
    name: "certificate-validation-records-named",
    source: `${acm}/dns-validation.html`,
    applies: { types: ["aws:acm/certificateValidation:CertificateValidation"], on: ["create"] },
    check: ({ inputs, world }) => {
      const certificate = certificateOf(world, text(inputs.certificateArn));
      const named = texts(inputs.validationRecordFqdns).map((name) => name.toLowerCase().replace(/\.$/, ""));
      if (!certificate || named.length === 0) return undefined;
      const missing = new Map(
        proofsOf(certificate)
          .filter(({ recordName }) => !named.includes(recordName))
          .map(({ domainName, recordName }) => [
            recordName,
            `missing ${domainName} DNS validation record: ${recordName}`,
          ]),
      );
      return missing.size === 0 ? undefined : { message: [...missing.values()].join("\n") };
    },
  },
  {
    name: "certificate-validation-record-exists",
    source: `${acm}/dns-validation.html`,
    applies: { types: ["aws:acm/certificateValidation:CertificateValidation"], on: ["create"] },
    check: ({ inputs, world }) => {
      const arn = text(inputs.certificateArn);
      const certificate = certificateOf(world, arn);
      if (!certificate || missingProofs(world, certificate).length === 0) return undefined;
      return {
        doing: `waiting for ACM Certificate (${arn}) to be issued`,
        message:
          "timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)",
      };
    },
  },
  ...quotas.map(quotaRule),
  ...deletions.map(inUseRule),
];
