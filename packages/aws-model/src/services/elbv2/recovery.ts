import { again, by, isArn } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:lb/listener:Listener": {
    find: by(["loadBalancerArn", "port"], isArn, (value) => [
      `elbv2 describe-listeners --load-balancer-arn ${value("loadBalancerArn")}`,
      `Listeners[?Port==\`${value("port")}\`].ListenerArn`,
    ]),
    holds: false,
  },
  // Adding the same one again changes nothing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html
  "aws:lb/listenerCertificate:ListenerCertificate": { find: () => again, holds: false },
  "aws:lb/listenerRule:ListenerRule": {
    find: by(["listenerArn", "priority"], isArn, (value) => [
      `elbv2 describe-rules --listener-arn ${value("listenerArn")}`,
      `Rules[?Priority=='${value("priority")}'].RuleArn`,
    ]),
    holds: false,
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    find: by(["name"], isArn, (value) => [
      `elbv2 describe-load-balancers --names ${value("name")}`,
      "LoadBalancers[].LoadBalancerArn",
    ]),
    holds: "a load balancer, and the DNS name it has",
  },
  "aws:lb/targetGroup:TargetGroup": {
    find: by(["name"], isArn, (value) => [
      `elbv2 describe-target-groups --names ${value("name")}`,
      "TargetGroups[].TargetGroupArn",
    ]),
    holds: false,
  },
};
