import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import { distribution } from "../distribution.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** Makes one after the other, with what all of them have and what each has. */
const make =
  (type: string, shared: Properties, ...each: Properties[]) =>
  ({ create }: AwsAccount) =>
    each.map((inputs, i) => create(type, `x${i}`, { ...shared, ...inputs }));

const elb = "Elastic Load Balancing v2";
const loadBalancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1";

const rule = {
  listenerArn: "arn:1",
  actions: [{ type: "forward", targetGroupArn: "arn:t" }],
  conditions: [{ pathPattern: { values: ["/a"] } }],
};
const listener = {
  loadBalancerArn: loadBalancer,
  defaultActions: [{ type: "forward", targetGroupArn: "arn:t" }],
};
const listenerArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1/cb0cef3a8d51229f";

/** Two listeners, one of which moves to another port. */
const movedListener =
  (port: number) =>
  ({ create, update }: AwsAccount) => {
    create("aws:lb/listener:Listener", "https", { ...listener, port: 443 });
    const http = create("aws:lb/listener:Listener", "http", { ...listener, port: 80 });
    return update(http, { ...listener, port });
  };

const network = { port: 80, protocol: "HTTP", vpcId: "vpc-1" };
const record = { records: ["192.0.2.1"], ttl: 60, type: "A" };

const inZone =
  (first: Properties, second: Properties) =>
  ({ create }: AwsAccount) => {
    const zoneId = create("aws:route53/zone:Zone", "zone", { name: "example.com" }).id;
    create("aws:route53/record:Record", "first", { ...record, zoneId, ...first });
    create("aws:route53/record:Record", "second", { ...record, zoneId, ...second });
  };

const takenRecord = (name: string, type: string) =>
  said(
    "creating Route53 Record",
    ["Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch"],
    `[Tried to create resource record set [name='${name}.', type='${type}'] but it already exists]`,
  );

export const cases: RuleCase[] = [
  {
    rule: "load-balancer-name",
    refused: make(
      "aws:lb/loadBalancer:LoadBalancer",
      { subnets: ["subnet-1"] },
      { name: "web" },
      { name: "web" },
    ),
    message: "ELBv2 Load Balancer (web) already exists",
    accepted: make(
      "aws:lb/loadBalancer:LoadBalancer",
      { subnets: ["subnet-1"] },
      { name: "web" },
      { name: "b" },
    ),
  },
  {
    rule: "target-group-name",
    refused: make("aws:lb/targetGroup:TargetGroup", network, { name: "web" }, { name: "web" }),
    message: "ELBv2 Target Group (web) already exists",
    accepted: make(
      "aws:lb/targetGroup:TargetGroup",
      { ...network },
      { name: "web" },
      { name: "web", region: "eu-west-1" },
    ),
  },
  {
    rule: "listener-priority-in-use",
    refused: make("aws:lb/listenerRule:ListenerRule", rule, { priority: 10 }, { priority: 10 }),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "PriorityInUse"],
      "Priority '10' is currently in use",
    ),
    accepted: make(
      "aws:lb/listenerRule:ListenerRule",
      rule,
      { priority: 10 },
      { priority: 10, listenerArn: "arn:2" },
      {},
      {},
    ),
  },
  {
    rule: "listener-port-in-use",
    refused: make("aws:lb/listener:Listener", listener, { port: 443 }, { port: 443 }),
    message: said(
      `creating ELBv2 Listener (${loadBalancer})`,
      [elb, "CreateListener", "DuplicateListener"],
      `A listener already exists on this port for this load balancer '${loadBalancer}'`,
    ),
    accepted: make("aws:lb/listener:Listener", listener, { port: 443 }, { port: 80 }),
  },
  {
    rule: "listener-port-in-use",
    refused: movedListener(443),
    message: said(
      `modifying ELBv2 Listener (${listenerArn})`,
      [elb, "ModifyListener", "DuplicateListener"],
      `A listener already exists on this port for this load balancer '${loadBalancer}'`,
    ),
    accepted: movedListener(8080),
  },
  {
    rule: "ecs-service-name",
    refused: make("aws:ecs/service:Service", { name: "web" }, {}, {}),
    message: said(
      "creating ECS Service (web)",
      ["ECS", "CreateService", "InvalidParameterException"],
      "Creation of service was not idempotent.",
    ),
    accepted: make("aws:ecs/service:Service", { name: "web" }, {}, { region: "eu-west-1" }),
  },
  {
    rule: "bucket-name",
    refused: make(
      "aws:s3/bucket:Bucket",
      {},
      { bucket: "assets" },
      { bucket: "assets", region: "eu-west-1" },
    ),
    message: said(
      "creating S3 Bucket (assets)",
      ["S3", "CreateBucket", "BucketAlreadyOwnedByYou", 409],
      "Your previous request to create the named bucket succeeded and you already own it.",
    ),
    accepted: make("aws:s3/bucket:Bucket", {}, { bucket: "assets" }, { bucket: "assets2" }),
  },
  {
    rule: "bucket-name",
    refused: make("aws:s3/bucket:Bucket", { bucket: "assets" }, { region: "eu-west-1" }, {}),
    message: "creating S3 Bucket (assets): BucketAlreadyExists",
    accepted: make("aws:s3/bucket:Bucket", { bucket: "assets" }, {}),
  },
  {
    rule: "secret-name",
    refused: make("aws:secretsmanager/secret:Secret", {}, { name: "key" }, { name: "key" }),
    message: said(
      "creating Secrets Manager Secret (key)",
      ["Secrets Manager", "CreateSecret", "ResourceExistsException"],
      "The operation failed because the secret key already exists.",
    ),
    accepted: make("aws:secretsmanager/secret:Secret", {}, { name: "key" }, { name: "key2" }),
  },
  {
    rule: "secret-name",
    refused: ({ create, remove }) => {
      remove(create("aws:secretsmanager/secret:Secret", "a", { name: "key" }));
      create("aws:secretsmanager/secret:Secret", "b", { name: "key" });
    },
    message: said(
      "creating Secrets Manager Secret (key)",
      ["Secrets Manager", "CreateSecret", "InvalidRequestException"],
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    ),
    accepted: ({ create, remove }) => {
      remove(create("aws:secretsmanager/secret:Secret", "a", { name: "key", recoveryWindowInDays: 0 }));
      create("aws:secretsmanager/secret:Secret", "b", { name: "key" });
    },
  },
  {
    rule: "discovery-service-name",
    refused: make(
      "aws:servicediscovery/service:Service",
      { name: "web" },
      { namespaceId: "ns-1" },
      { dnsConfig: { namespaceId: "ns-1", dnsRecords: [{ ttl: 10, type: "A" }] } },
    ),
    message: said(
      "creating Service Discovery Service (web)",
      ["ServiceDiscovery", "CreateService", "ServiceAlreadyExists"],
      "Service already exists.",
    ),
    accepted: make(
      "aws:servicediscovery/service:Service",
      { name: "web" },
      { namespaceId: "ns-1" },
      { namespaceId: "ns-2" },
    ),
  },
  {
    rule: "record-exists",
    refused: inZone({ name: "www" }, { name: "WWW.example.com." }),
    message: takenRecord("www.example.com", "A"),
    accepted: inZone({ name: "www" }, { name: "www", allowOverwrite: true }),
  },
  {
    rule: "record-exists",
    refused: inZone({ name: "a" }, { name: "example.com", type: "NS" }),
    message: takenRecord("example.com", "NS"),
    accepted: inZone({ name: "a", type: "NS" }, { name: "a", type: "A" }),
  },
  {
    rule: "distribution-alias-in-use",
    refused: make(
      "aws:cloudfront/distribution:Distribution",
      distribution,
      { aliases: ["a.example.com"] },
      { aliases: ["b.example.com", "A.example.com"] },
    ),
    message: said(
      "creating CloudFront Distribution",
      ["CloudFront", "CreateDistributionWithTags", "CNAMEAlreadyExists", 409],
      "One or more of the CNAMEs you provided are already associated with a different resource.",
    ),
    accepted: make(
      "aws:cloudfront/distribution:Distribution",
      distribution,
      { aliases: ["a.example.com"] },
      { aliases: ["b.example.com"] },
    ),
  },
];
