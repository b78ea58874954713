import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { autonameBase } from "../../shared/names.ts";
import type { AppContext } from "../context.ts";
import { pathRules, priorityOf } from "../plan/priorities.ts";
import type { Route } from "../plan/processes.ts";

/** A process behind the load balancer. */
export interface Target {
  targetGroup: aws.lb.TargetGroup;
  /** Services depend on them: ECS refuses a target group that no listener uses. */
  rules: aws.lb.ListenerRule[];
}

/** Longest name of a target group: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const MAX_TARGET_GROUP_NAME = 32;

/** How long AWS itself keeps a browser on one task, in seconds. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
const ONE_DAY = 86_400;

/** Puts a process behind the load balancer. Each rule is named after its position, so that none ever takes another's priority. */
export function makeTarget(
  process: string,
  route: Route,
  hostName: pulumi.Input<string>,
  band: number,
  { app, base, opts }: AppContext,
): Target {
  const { healthCheck } = route;
  const targetGroup = new aws.lb.TargetGroup(
    // A process may have underscores in its name, a target group may not.
    autonameBase(`${app}-${process}`.replaceAll("_", "-"), MAX_TARGET_GROUP_NAME),
    {
      vpcId: base.get((b) => b.network.vpcId),
      targetType: "ip",
      protocol: "HTTP",
      port: route.port,
      deregistrationDelay: route.deregistrationDelay,
      healthCheck: {
        path: healthCheck.path,
        matcher: healthCheck.codes,
        interval: healthCheck.interval,
        timeout: healthCheck.timeout,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
        protocol: "HTTP",
        port: "traffic-port",
      },
      // Turned off explicitly: the provider leaves it on when the block is taken out.
      stickiness: {
        type: "lb_cookie",
        enabled: route.stickinessSeconds !== undefined,
        cookieDuration: route.stickinessSeconds ?? ONE_DAY,
      },
    },
    opts,
  );
  const rules = pathRules(process, route.paths, route.position).map(
    ({ paths, position }) =>
      new aws.lb.ListenerRule(
        `${app}-${process}-${position}`,
        {
          listenerArn: base.get((b) => b.loadBalancer.listenerArn),
          priority: priorityOf(band, position),
          conditions: [{ hostHeader: { values: [hostName] } }, { pathPattern: { values: paths } }],
          actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        },
        opts,
      ),
  );
  return { targetGroup, rules };
}
