import type { InputRule } from "./inputRule.ts";
import { atMost, between, matches, matchesNot, misshapen, type Shape, unless, when } from "./shapes.ts";

/** What a property must look like for the provider to take it. */
interface InputShape {
  name: string;
  type: string;
  property: string;
  /** The property's name in the provider's own messages. Defaults to `property`. */
  field?: string;
  shapes: readonly Shape[];
  source: string;
}

const api = "https://docs.aws.amazon.com";

/** The names of IAM, of at most so many characters. */
const iam = (kind: string, thing: string, most: number, operation: string): InputShape => ({
  name: `iam-${thing}-name-shape`,
  type: `aws:iam/${kind}`,
  property: "name",
  shapes: [between(1, most), matches(/^[\w+=,.@-]*$/, "must match [\\w+=,.@-]")],
  source: `${api}/IAM/latest/APIReference/API_${operation}.html`,
});

const loadBalancing = `${api}/elasticloadbalancing/latest/APIReference`;
const rds = `${api}/AmazonRDS/latest/APIReference`;

/** Identifiers of databases. */
const identifier: readonly Shape[] = [
  unless(/^[0-9a-z-]+$/, "only lowercase alphanumeric characters and hyphens allowed in %q"),
  unless(/^[a-z]/, "first character of %q must be a letter"),
  when(/--/, "%q cannot contain two consecutive hyphens"),
  when(/-$/, "%q cannot end with a hyphen"),
];

const parameterGroup: readonly Shape[] = [
  unless(
    /^[0-9a-z.-]+$/,
    "only lowercase alphanumeric characters, periods, and hyphens allowed in parameter group %q",
  ),
  unless(/^[a-z]/, "first character of parameter group %q must be a letter"),
  when(/--/, "parameter group %q cannot contain two consecutive hyphens"),
  when(/-$/, "parameter group %q cannot end with a hyphen"),
  atMost(255, "parameter group %q cannot be greater than 255 characters"),
];

const scheduler = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:scheduler/${kind}`,
  property: "name",
  shapes: [
    between(1, 64),
    matches(/^[0-9A-Za-z_.-]+$/, "The name must consist of alphanumerics, hyphens, and underscores."),
  ],
  source: `${api}/scheduler/latest/APIReference/API_${operation}.html`,
});

const events = (kind: string, thing: string, property: string, operation: string): InputShape => ({
  name: `${thing}-shape`,
  type: `aws:cloudwatch/${kind}`,
  property,
  field: property === "name" ? "name" : "target_id",
  shapes: [
    atMost(64, "%q cannot be longer than 64 characters: %v"),
    unless(/^[0-9A-Za-z_.-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_.-]+$"): %v'),
  ],
  source: `${api}/eventbridge/latest/APIReference/API_${operation}.html`,
});

const wafName: readonly Shape[] = [
  between(1, 128),
  matches(/^[0-9A-Za-z_-]+$/, "must contain only alphanumeric hyphen and underscore characters"),
];

const namespace = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:servicediscovery/${kind}`,
  property: "name",
  shapes: [between(1, 1024), matches(/^[0-9A-Za-z._-]+$/)],
  source: `${api}/cloud-map/latest/api/API_${operation}.html`,
});

const inputShapes: readonly InputShape[] = [
  {
    name: "load-balancer-name-shape",
    type: "aws:lb/loadBalancer:LoadBalancer",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters: %v"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q: %v"),
      when(/^-/, "%q cannot begin with a hyphen: %v"),
      when(/-$/, "%q cannot end with a hyphen: %v"),
      when(/^internal-/, '%q cannot begin with "internal-": %v'),
    ],
    source: `${loadBalancing}/API_CreateLoadBalancer.html`,
  },
  {
    name: "target-group-name-shape",
    type: "aws:lb/targetGroup:TargetGroup",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q"),
      when(/^-/, "%q cannot begin with a hyphen"),
      when(/-$/, "%q cannot end with a hyphen"),
    ],
    source: `${loadBalancing}/API_CreateTargetGroup.html`,
  },
  iam("role:Role", "role", 64, "CreateRole"),
  iam("policy:Policy", "policy", 128, "CreatePolicy"),
  iam("instanceProfile:InstanceProfile", "instance-profile", 128, "CreateInstanceProfile"),
  iam("rolePolicy:RolePolicy", "role-policy", 128, "PutRolePolicy"),
  {
    name: "ecs-family-shape",
    type: "aws:ecs/taskDefinition:TaskDefinition",
    property: "family",
    shapes: [
      between(1, 255),
      matches(
        /^[0-9A-Za-z_-]+$/,
        "see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html`,
  },
  {
    name: "db-instance-identifier-shape",
    type: "aws:rds/instance:Instance",
    property: "identifier",
    shapes: identifier,
    source: `${rds}/API_CreateDBInstance.html`,
  },
  {
    name: "db-cluster-identifier-shape",
    type: "aws:rds/cluster:Cluster",
    property: "clusterIdentifier",
    field: "cluster_identifier",
    shapes: identifier,
    source: `${rds}/API_CreateDBCluster.html`,
  },
  {
    name: "db-subnet-group-name-shape",
    type: "aws:rds/subnetGroup:SubnetGroup",
    property: "name",
    shapes: [
      unless(
        /^[0-9a-z_ .-]+$/,
        "only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in %q",
      ),
      atMost(255, "%q cannot be longer than 255 characters"),
      when(/^default$/i, '"Default" is not allowed as %q'),
    ],
    source: `${rds}/API_CreateDBSubnetGroup.html`,
  },
  {
    name: "db-parameter-group-name-shape",
    type: "aws:rds/parameterGroup:ParameterGroup",
    property: "name",
    shapes: parameterGroup,
    source: `${rds}/API_CreateDBParameterGroup.html`,
  },
  {
    name: "replication-group-id-shape",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "replicationGroupId",
    field: "replication_group_id",
    shapes: [
      between(1, 40),
      matches(/^[0-9A-Za-z-]+$/, "must contain only alphanumeric characters and hyphens"),
      matches(/^[A-Za-z]/, "must begin with a letter"),
      matchesNot(/--/, "cannot contain two consecutive hyphens"),
      matchesNot(/-$/, "cannot end with a hyphen"),
    ],
    source: `${api}/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html`,
  },
  {
    name: "cache-token-shape",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "authToken",
    field: "auth_token",
    shapes: [
      unless(
        /^.{16,128}$/s,
        '%q must contain from 16 to 128 alphanumeric characters or symbols (excluding @, ", and /)',
      ),
      unless(/^[^@"/]+$/, 'only alphanumeric characters or symbols (excluding @, ", and /) allowed in %q'),
    ],
    source: `${api}/AmazonElastiCache/latest/dg/auth.html`,
  },
  {
    name: "log-group-name-shape",
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "name",
    shapes: [
      atMost(512, "%q cannot be longer than 512 characters: %v"),
      unless(
        /^[0-9A-Za-z_./#-]+$/,
        "%q isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): %v",
      ),
    ],
    source: `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
  {
    name: "alarm-name-shape",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    property: "name",
    field: "alarm_name",
    shapes: [between(1, 255)],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  },
  {
    name: "dashboard-name-shape",
    type: "aws:cloudwatch/dashboard:Dashboard",
    property: "dashboardName",
    field: "dashboard_name",
    shapes: [
      atMost(255, "%q cannot be longer than 255 characters: %v"),
      unless(/^[0-9A-Za-z_-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_-]+$"): %v'),
    ],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
  },
  events("eventRule:EventRule", "event-rule-name", "name", "PutRule"),
  events("eventTarget:EventTarget", "event-target-id", "targetId", "PutTargets"),
  scheduler("schedule:Schedule", "schedule", "CreateSchedule"),
  scheduler("scheduleGroup:ScheduleGroup", "schedule-group", "CreateScheduleGroup"),
  {
    name: "secret-name-shape",
    type: "aws:secretsmanager/secret:Secret",
    property: "name",
    shapes: [
      unless(
        /^[0-9A-Za-z/_+=.@-]+$/,
        "only alphanumeric characters and /_+=.@- special characters are allowed in %q",
      ),
      atMost(512, "%q cannot be greater than 512 characters"),
    ],
    source: `${api}/secretsmanager/latest/apireference/API_CreateSecret.html`,
  },
  {
    name: "kms-alias-shape",
    type: "aws:kms/alias:Alias",
    property: "name",
    shapes: [
      when(/^alias\/aws\//, "%q cannot begin with reserved AWS CMK prefix 'alias/aws/'"),
      unless(
        /^alias\/[0-9A-Za-z_/-]+$/,
        "%q must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]",
      ),
    ],
    source: `${api}/kms/latest/APIReference/API_CreateAlias.html`,
  },
  {
    name: "origin-access-control-name-shape",
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    property: "name",
    shapes: [between(1, 64)],
    source: `${api}/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html`,
  },
  {
    name: "web-acl-name-shape",
    type: "aws:wafv2/webAcl:WebAcl",
    property: "name",
    shapes: wafName,
    source: `${api}/waf/latest/APIReference/API_CreateWebACL.html`,
  },
  namespace("privateDnsNamespace:PrivateDnsNamespace", "private-dns-namespace", "CreatePrivateDnsNamespace"),
  namespace("httpNamespace:HttpNamespace", "http-namespace", "CreateHttpNamespace"),
  {
    name: "scaling-policy-name-shape",
    type: "aws:appautoscaling/policy:Policy",
    property: "name",
    shapes: [between(0, 255)],
    source: `${api}/autoscaling/application/APIReference/API_PutScalingPolicy.html`,
  },
  {
    name: "security-group-name-shape",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "name",
    shapes: [between(0, 255), matchesNot(/^sg-/, "cannot begin with sg-")],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  {
    name: "security-group-description-length",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "description",
    shapes: [between(0, 255)],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
];

/** A queue or topic that is first in, first out ends in `.fifo`, and no other does. */
function fifoName(type: string, thing: string, fifo: string, most: number, source: string): InputRule {
  return {
    name: `${thing}-name-shape`,
    source,
    type,
    property: "name",
    problems: (value, inputs) => {
      const plain = inputs[fifo] === true ? value.replace(/\.fifo$/, "") : value;
      const isFine =
        /^[0-9A-Za-z_-]+$/.test(plain) &&
        value.length <= most &&
        (inputs[fifo] !== true || plain.length + ".fifo".length === value.length);
      return isFine ? [] : [`invalid ${thing} name: ${value}`];
    },
  };
}

/** What the names of things must look like, as far as the provider itself looks at them. */
export const nameShapeRules: readonly InputRule[] = [
  ...inputShapes.map(({ name, type, property, field = property, shapes, source }) => ({
    name,
    source,
    type,
    property,
    problems: (value: string) => misshapen(shapes, value, field),
  })),
  fifoName(
    "aws:sqs/queue:Queue",
    "queue",
    "fifoQueue",
    80,
    `${api}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
  ),
  fifoName("aws:sns/topic:Topic", "topic", "fifoTopic", 256, `${api}/sns/latest/api/API_CreateTopic.html`),
];
