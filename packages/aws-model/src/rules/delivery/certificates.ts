import { certificateOf, missingProofs, proofsOf } from "../../world/certificates.ts";
import { text, texts } from "../../world/reading.ts";
import { constraint } from "../names/awsShape.ts";
import { misshapen } from "../names/shapes.ts";
import type { Change, Refusal, Rule } from "../rule.ts";

const acm = "https://docs.aws.amazon.com/acm/latest/userguide";
const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest";
const listener = "aws:lb/listener:Listener";
const listenerCertificate = "aws:lb/listenerCertificate:ListenerCertificate";

function refused(change: Change, code: string, message: string): Refusal {
  const { action, id, type, inputs } = change;
  const [doing, operation] =
    type === listenerCertificate
      ? [
          `creating ELBv2 Listener Certificate (${inputs.listenerArn}_${inputs.certificateArn})`,
          "AddListenerCertificates",
        ]
      : action === "create"
        ? [`creating ELBv2 Listener (${inputs.loadBalancerArn})`, "CreateListener"]
        : [`modifying ELBv2 Listener (${id})`, "ModifyListener"];
  return { doing, answer: { service: "Elastic Load Balancing v2", operation, code }, message };
}

/** What ACM takes for the name of a host, or of all hosts one level below a domain. */
const hostPattern = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

const isHost = constraint(hostPattern);

/** Certificates are made, proven and used. */
export const certificateRules: readonly Rule[] = [
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
  {
    name: "listener-needs-certificate",
    source: `${elb}/application/https-listener-certificates.html`,
    applies: { types: [listener], on: ["create", "update"] },
    check: (change) =>
      change.inputs.protocol === "HTTPS" && text(change.inputs.certificateArn) === ""
        ? refused(change, "ValidationError", "A certificate must be specified for HTTPS listeners")
        : undefined,
  },
  {
    name: "listener-certificate-region",
    source: `${elb}/application/https-listener-certificates.html`,
    applies: { types: [listener, listenerCertificate], on: ["create", "update"] },
    check: (change) => {
      const arn = text(change.inputs.certificateArn);
      const [, , service, region] = arn.split(":");
      if (service !== "acm" || region === change.region) return undefined;
      return refused(change, "CertificateNotFound", `Certificate '${arn}' not found`);
    },
  },
  {
    name: "listener-certificate-issued",
    source: `${elb}/application/https-listener-certificates.html`,
    applies: { types: [listener, listenerCertificate], on: ["create", "update"] },
    check: (change) => {
      const arn = text(change.inputs.certificateArn);
      const certificate = certificateOf(change.world, arn);
      if (!certificate || certificate.status === "ISSUED" || arn === change.state.certificateArn)
        return undefined;
      return refused(
        change,
        "UnsupportedCertificate",
        `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      );
    },
  },
];
