import { balancerArn, targetGroupArn } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";

const timeout = (port: number, obstacle: string) =>
  `Target.Timeout: Request timed out (target group web, port ${port}). ${obstacle}.`;

const notIn = (port: number, subnet: string) =>
  `Security group tasks (sg-tasks) has no ingress rule for TCP ${port} from security group alb (sg-alb) or ${subnet}`;

const unreached = (obstacle: string) =>
  `curl: (28) Failed to connect to main-1.us-east-1.elb.amazonaws.com port 443: Connection timed out. ${obstacle}.`;

export const loadBalancingCases: readonly NetworkCase[] = [
  {
    rule: "target-answers-load-balancer",
    what: "tasks that don't let the load balancer in",
    change: ({ disallow }) => disallow("sg-tasks", "ingress", 8000, "sg-alb"),
    message: timeout(8000, notIn(8000, "10.0.0.0/24")),
  },
  {
    rule: "target-answers-load-balancer",
    what: "a load balancer that may not connect to tasks",
    change: ({ disallow }) => disallow("sg-alb", "egress", 8000, "sg-tasks"),
    message: timeout(
      8000,
      "Security group alb (sg-alb) has no egress rule for TCP 8000 to security group tasks (sg-tasks) or 10.0.10.0/24",
    ),
  },
  {
    rule: "target-answers-load-balancer",
    what: "health checks on another port",
    change: ({ change, allow }) => {
      allow("sg-alb", "egress", 8001, "sg-tasks");
      change(targetGroupArn, { healthCheck: { port: "8001" } });
    },
    message: timeout(8001, notIn(8001, "10.0.0.0/24")),
  },
  {
    rule: "target-answers-load-balancer",
    what: "health checks that get through where requests don't",
    change: ({ change, allow, disallow }) => {
      allow("sg-alb", "egress", 8001, "sg-tasks");
      allow("sg-tasks", "ingress", 8001, "sg-alb");
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
      change(targetGroupArn, { healthCheck: { port: "8001" } });
    },
    message: `HTTP 504: Gateway Time-out (target group web, port 8000). ${notIn(8000, "10.0.0.0/24")}.`,
  },
  {
    rule: "target-answers-load-balancer",
    what: "a default action instead of a rule, which forwards to several groups",
    change: ({ change, remove, disallow }) => {
      remove("rule-web");
      const forward = { targetGroups: [{ arn: "arn:other" }, { arn: targetGroupArn }] };
      change("listener-https", { defaultActions: [{ type: "forward", forward }] });
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
    },
    message: timeout(8000, notIn(8000, "10.0.0.0/24")),
  },
  {
    rule: "target-answers-load-balancer",
    what: "addresses of the load balancer's subnets instead of its group",
    change: ({ allow, disallow }) => {
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
      allow("sg-tasks", "ingress", 8000, "10.0.0.0/23");
    },
  },
  {
    rule: "target-answers-load-balancer",
    what: "addresses of one of the load balancer's subnets only",
    change: ({ allow, disallow }) => {
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
      allow("sg-tasks", "ingress", 8000, "10.0.0.0/24");
    },
    message: timeout(8000, notIn(8000, "10.0.1.0/24")),
  },
  {
    rule: "target-answers-load-balancer",
    what: "a target group that nothing forwards to",
    change: ({ remove, disallow }) => {
      remove("rule-web");
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
    },
  },
  {
    rule: "target-answers-load-balancer",
    what: "a network load balancer",
    change: ({ change, disallow }) => {
      change(balancerArn, { loadBalancerType: "network" });
      disallow("sg-tasks", "ingress", 8000, "sg-alb");
    },
  },
  {
    rule: "target-answers-load-balancer",
    what: "tasks on the ports of a machine",
    change: ({ change, disallow }) => {
      change("service-web", { networkConfiguration: {} });
      disallow("sg-alb", "egress", 8000, "sg-tasks");
    },
  },
  {
    rule: "target-in-vpc",
    what: "tasks in another VPC than the target group",
    change: ({ add, change }) => {
      add("aws:ec2/vpc:Vpc", "vpc-other", { cidrBlock: "10.0.0.0/16" });
      change(targetGroupArn, { vpcId: "vpc-other" });
    },
    message: `(service shop-web) failed to register targets in (target-group ${targetGroupArn}) with (error The Availability Zone for IP address '10.0.10.0' must be 'all' for Application Load Balancer target groups, when not within the VPC). Subnet private-a (subnet-private-a) is not in VPC other (vpc-other), which the target group is in.`,
  },
  {
    rule: "target-in-vpc",
    what: "a target group in a VPC that no stack has made",
    change: ({ change }) => change(targetGroupArn, { vpcId: "vpc-elsewhere" }),
  },
  {
    rule: "target-in-enabled-zone",
    what: "tasks in a zone that the load balancer isn't in",
    change: ({ change }) => change("subnet-private-b", { availabilityZone: "us-east-1c" }),
    message:
      "Target.NotInUse: Target is in an Availability Zone that is not enabled for the load balancer (target group web). Load balancer main has no subnet in us-east-1c, where subnet private-b (subnet-private-b) is.",
  },
  {
    rule: "target-in-enabled-zone",
    what: "a subnet of the load balancer that no stack has made",
    change: ({ change, remove }) => {
      change("subnet-private-b", { availabilityZone: "us-east-1c" });
      remove("subnet-public-b");
    },
  },
  {
    rule: "load-balancer-is-reached",
    what: "nobody let in",
    change: ({ disallow }) => disallow("sg-alb", "ingress", 443, "0.0.0.0/0"),
    message: unreached("No rule of alb (sg-alb) lets anybody in on TCP 443"),
  },
  {
    rule: "load-balancer-is-reached",
    what: "some network let in",
    change: ({ allow, disallow }) => {
      disallow("sg-alb", "ingress", 443, "0.0.0.0/0");
      allow("sg-alb", "ingress", 443, "203.0.113.0/24");
    },
  },
  {
    rule: "load-balancer-is-reached",
    what: "a group that no stack has made",
    change: ({ remove }) => remove("sg-alb"),
  },
  {
    rule: "load-balancer-is-reached",
    what: "one of its subnets without a route to the internet",
    change: ({ remove }) => remove("r-public-b"),
    message: unreached(
      "Subnet public-b (subnet-public-b) has no route to the internet: route table public-b (rtb-public-b) has none for 0.0.0.0/0",
    ),
  },
  {
    rule: "load-balancer-is-reached",
    what: "a private subnet, whose way to the internet is no way in",
    change: ({ change }) => change(balancerArn, { subnets: ["subnet-public-a", "subnet-private-b"] }),
    message: unreached(
      "Subnet private-b (subnet-private-b) has no way to the internet by route 0.0.0.0/0 of route table private-b (rtb-private-b): it leads to a NAT gateway, which lets nobody in",
    ),
  },
  {
    rule: "load-balancer-is-reached",
    what: "a load balancer for inside",
    change: ({ change, remove }) => {
      change(balancerArn, { internal: true });
      remove("r-public-b");
    },
  },
];
