import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { BaseContext } from "./context.ts";

/** The one that AWS recommends. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

type DefaultAction = aws.types.input.lb.ListenerDefaultAction;

const NOT_FOUND: DefaultAction = {
  type: "fixed-response",
  fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
};

const TO_HTTPS: DefaultAction = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};

export interface ListenerSettings {
  alb: aws.lb.LoadBalancer;
  /** Undefined for a trial. */
  certificateArn: pulumi.Input<string> | undefined;
  sslPolicy: pulumi.Input<string> | undefined;
}

/**
 * The listeners, of which it returns the one that apps add their rules to; without a rule it is a 404. With a certificate that is HTTPS, and
 * HTTP is redirected there; without one it is HTTP. That one has the same name in both: the base keeps it when a trial gets a domain, and
 * with it the rules of the app, which answers until its own `up`.
 */
export function makeListeners(
  name: string,
  { alb, certificateArn, sslPolicy = DEFAULT_SSL_POLICY }: ListenerSettings,
  { opts }: BaseContext,
): aws.lb.Listener {
  const http = new aws.lb.Listener(
    `${name}-http`,
    {
      loadBalancerArn: alb.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [certificateArn === undefined ? NOT_FOUND : TO_HTTPS],
    },
    opts,
  );
  if (certificateArn === undefined) return http;
  return new aws.lb.Listener(
    `${name}-https`,
    {
      loadBalancerArn: alb.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn,
      sslPolicy,
      defaultActions: [NOT_FOUND],
    },
    opts,
  );
}
