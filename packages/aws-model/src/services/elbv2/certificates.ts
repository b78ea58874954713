import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { certificateOf } from "../../world/certificates.ts";
import { text } from "../../world/reading.ts";

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

/** The protocol of the listener that is changed, or that a certificate is added to; undefined where the account doesn't have it. */
function protocolOf({ type, inputs, world }: Change): unknown {
  if (type === listener) return inputs.protocol;
  return world.resources(listener).find(({ id }) => id === inputs.listenerArn)?.state.protocol;
}

/** What certificates must be like. */
export const certificateRules: readonly Rule[] = [
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
    name: "listener-without-tls",
    source: `${elb}/application/create-listener.html`,
    applies: { types: [listener, listenerCertificate], on: ["create", "update"] },
    check: (change) => {
      const protocol = protocolOf(change);
      if (protocol !== "HTTP") return undefined;
      const tls = [
        [change.inputs.certificateArn, "A certificate cannot be specified for HTTP listeners"],
        // Spelt so by AWS: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1661
        [change.inputs.sslPolicy, "An SSL policy cannot be specifed for HTTP listeners"],
      ] as const;
      const [, message] = tls.find(([given]) => text(given) !== "") ?? [];
      return message === undefined ? undefined : refused(change, "ValidationError", message);
    },
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
