import { TRIAL_TAG } from "../../src/shared/trial.ts";
import { at, isType, type Resource, type Rule, unless } from "./rule.ts";

const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";
const EVERYONE = ["0.0.0.0/0", "::/0"];

interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action?: string | string[];
  NotAction?: unknown;
  Resource?: string | string[];
  NotResource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const list = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

/** The statements of all policy documents in a resource. */
function statementsOf({ inputs }: Resource): Statement[] {
  return [inputs.policy, inputs.assumeRolePolicy].flatMap((document) =>
    typeof document === "string" ? [JSON.parse(document).Statement].flat() : [],
  );
}

const isPolicy = (type: string) => /:(RolePolicy|Policy|BucketPolicy|TopicPolicy|QueuePolicy)$/.test(type);
const isIngress = isType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
const isEgress = isType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** Whether it is a load balancer that says of itself that it is a trial without a domain. */
function isTrial({ type, inputs }: Resource): boolean {
  return type === LOAD_BALANCER && Object.hasOwn(inputs.tags ?? {}, TRIAL_TAG);
}

/** Actions for which AWS knows no resource but `*`. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const WITHOUT_RESOURCE = [
  "ecr:GetAuthorizationToken",
  /^ssmmessages:(Create|Open)(Control|Data)Channel$/,
  "ses:GetSendQuota",
];

/** Rules about who may do what, and who may talk to whom. */
export const accessRules: Rule[] = [
  {
    name: "no-all-actions",
    description: "No policy allows all actions of a service.",
    source: `${SECURITY_HUB}/iam-controls.html#iam-21`,
    applies: isPolicy,
    check: (r) => {
      const wide = statementsOf(r)
        .filter(({ Effect }) => Effect === "Allow")
        .flatMap(({ Action, NotAction }) =>
          NotAction === undefined ? list(Action).filter((action) => action.endsWith("*")) : ["NotAction"],
        );
      return unless(wide.length === 0, `allows ${wide.join(", ")}`);
    },
  },
  {
    name: "no-all-resources",
    description: "A policy names its resources, unless AWS knows none for the action.",
    source: `${SECURITY_HUB}/iam-controls.html#iam-1`,
    applies: isPolicy,
    check: (r) => {
      const wide = statementsOf(r)
        .filter(({ Effect, Resource, NotResource }) =>
          Effect === "Allow" ? list(Resource).includes("*") || NotResource !== undefined : false,
        )
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !WITHOUT_RESOURCE.some((known) => new RegExp(known).test(action)));
      return unless(wide.length === 0, `on all resources: ${wide.join(", ")}`);
    },
  },
  {
    name: "no-anyone",
    description: "No policy allows anything to everyone.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-2`,
    applies: (type) => isPolicy(type) || type.endsWith(":Role"),
    check: (r) =>
      unless(
        statementsOf(r).every(
          ({ Effect, Principal }) => Effect === "Deny" || !JSON.stringify(Principal ?? {}).includes('"*"'),
        ),
        "allows something to everyone",
      ),
  },
  {
    name: "confused-deputy",
    description: "A service is trusted with a role only on behalf of this account.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    applies: isType("aws:iam/role:Role"),
    check: (r) =>
      unless(
        statementsOf(r).every(({ Condition }) =>
          Object.values(Condition ?? {}).some(
            (keys) => keys["aws:SourceAccount"] !== undefined || keys["aws:SourceArn"] !== undefined,
          ),
        ),
        "anybody's resources can borrow the role",
      ),
  },
  {
    name: "pass-role",
    description: "A role may be passed on to a named service only.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    applies: isPolicy,
    check: (r) =>
      unless(
        statementsOf(r).every(
          ({ Action, Condition }) =>
            !list(Action).includes("iam:PassRole") ||
            Condition?.StringEquals?.["iam:PassedToService"] !== undefined,
        ),
        "passes roles on to any service",
      ),
  },
  {
    name: "no-log-groups-made",
    description: "Nobody makes log groups by themselves: they would be kept forever and outlive a destroy.",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    applies: isPolicy,
    check: (r) =>
      unless(
        statementsOf(r).every(({ Action }) => !list(Action).includes("logs:CreateLogGroup")),
        "may make log groups",
      ),
  },
  {
    name: "no-inline-rules",
    description: "The rules of a security group are resources of their own.",
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
    applies: isType("aws:ec2/securityGroup:SecurityGroup"),
    check: ({ inputs }) =>
      unless(inputs.ingress === undefined && inputs.egress === undefined, "has rules of its own"),
  },
  {
    name: "open-to-everyone",
    description: "Only the load balancer's 80 and 443 are open to everyone.",
    source: `${SECURITY_HUB}/ec2-controls.html#ec2-18`,
    applies: isIngress,
    check: ({ inputs }, all) => {
      const open = EVERYONE.includes(String(inputs.cidrIpv4 ?? inputs.cidrIpv6));
      const behind = all.find(({ type }) => type === LOAD_BALANCER)?.inputs.securityGroups as
        | string[]
        | undefined;
      const allowed =
        [80, 443].includes(Number(inputs.fromPort)) && behind?.includes(String(inputs.securityGroupId));
      return unless(!open || allowed === true, `port ${inputs.fromPort} is open to everyone`);
    },
  },
  {
    name: "one-port",
    description: "A rule of a security group is about one TCP port.",
    source: `${SECURITY_HUB}/ec2-controls.html#ec2-19`,
    applies: (type) => isIngress(type) || isEgress(type),
    check: ({ inputs }) =>
      unless(
        inputs.ipProtocol === "tcp" && inputs.fromPort === inputs.toPort && Number(inputs.fromPort) > 0,
        `opens ${inputs.ipProtocol} ${inputs.fromPort} to ${inputs.toPort}`,
      ),
  },
  {
    name: "default-group-closed",
    description: "The default security group of a new VPC lets nothing through.",
    source: `${SECURITY_HUB}/ec2-controls.html#ec2-2`,
    applies: isType("awsx:ec2:Vpc"),
    check: (_, all) =>
      unless(
        all.some(
          ({ type, inputs }) =>
            type.endsWith(":DefaultSecurityGroup") &&
            inputs.ingress === undefined &&
            inputs.egress === undefined,
        ),
        "its default security group is open",
      ),
  },
  {
    name: "load-balancer-headers",
    description: "A load balancer drops headers that break HTTP.",
    source: `${SECURITY_HUB}/elb-controls.html#elb-4`,
    applies: isType(LOAD_BALANCER),
    check: (r) => unless(r.inputs.dropInvalidHeaderFields === true, "dropInvalidHeaderFields isn't true"),
  },
  {
    name: "load-balancer-deletion",
    description: "AWS refuses to delete a load balancer.",
    source: `${SECURITY_HUB}/elb-controls.html#elb-6`,
    applies: isType(LOAD_BALANCER),
    check: (r) => unless(r.inputs.enableDeletionProtection === true, "it can be deleted"),
  },
  {
    name: "load-balancer-logs",
    description: "A load balancer writes down every request.",
    source: `${SECURITY_HUB}/elb-controls.html#elb-5`,
    applies: isType(LOAD_BALANCER),
    check: (r) => unless(at(r, "accessLogs.enabled") === true, "nobody can tell who asked for what"),
  },
  {
    name: "https-only",
    description:
      "HTTP listeners redirect to HTTPS, and HTTPS ones speak TLS 1.2 and 1.3 only. But for a trial.",
    source: `${SECURITY_HUB}/elb-controls.html#elb-1`,
    applies: isType(LISTENER),
    check: ({ inputs }, all) => {
      if (inputs.protocol === "HTTP" && all.some(isTrial)) return undefined;
      const [action] = inputs.defaultActions as {
        type: string;
        redirect?: { protocol: string; statusCode: string };
      }[];
      return inputs.protocol === "HTTP"
        ? unless(
            action?.redirect?.protocol === "HTTPS" && action.redirect.statusCode === "HTTP_301",
            "answers by HTTP",
          )
        : unless(
            /^ELBSecurityPolicy-TLS13-1-[23]-/.test(String(inputs.sslPolicy)),
            `speaks ${inputs.sslPolicy}`,
          );
    },
  },
  {
    name: "no-answer-by-default",
    description: "A listener answers with an error or a redirect where no rule of an app applies.",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    applies: isType(LISTENER),
    check: ({ inputs }) =>
      unless(
        (inputs.defaultActions as { type: string; fixedResponse?: { statusCode: string } }[]).every(
          ({ type, fixedResponse }) =>
            type === "redirect" ||
            (type === "fixed-response" && /^[45]/.test(fixedResponse?.statusCode ?? "")),
        ),
        "strangers get an answer",
      ),
  },
  {
    name: "cdn-https-only",
    description: "CloudFront redirects to HTTPS, and speaks at least TLS 1.2 under a name of one's own.",
    source: `${SECURITY_HUB}/cloudfront-controls.html#cloudfront-3`,
    applies: isType(DISTRIBUTION),
    check: (r) => {
      const own = at(r, "viewerCertificate.cloudfrontDefaultCertificate") !== true;
      const modern = /^TLSv1\.[23]_/.test(String(at(r, "viewerCertificate.minimumProtocolVersion")));
      return unless(
        at(r, "defaultCacheBehavior.viewerProtocolPolicy") === "redirect-to-https" && (!own || modern),
        "files can be read on their way",
      );
    },
  },
  {
    name: "cdn-signs",
    description: "CloudFront signs its requests to buckets, so that these stay private.",
    source: `${SECURITY_HUB}/cloudfront-controls.html#cloudfront-13`,
    applies: isType(DISTRIBUTION),
    check: ({ inputs }) =>
      unless(
        (inputs.origins as Record<string, unknown>[]).every(
          ({ originAccessControlId }) => originAccessControlId !== undefined,
        ),
        "an origin is read without a signature",
      ),
  },
  {
    name: "cdn-logs",
    description: "CloudFront writes down every request.",
    source: `${SECURITY_HUB}/cloudfront-controls.html#cloudfront-5`,
    applies: isType(DISTRIBUTION),
    check: ({ inputs }) => unless(inputs.loggingConfig !== undefined, "nobody can tell who asked for what"),
  },
  {
    name: "logs-expire",
    description: "Logs are kept for a known time, at least a week.",
    source: `${SECURITY_HUB}/cloudwatch-controls.html#cloudwatch-16`,
    applies: isType("aws:cloudwatch/logGroup:LogGroup"),
    check: ({ inputs }) => unless(Number(inputs.retentionInDays) >= 7, "kept forever, or not long enough"),
  },
];
