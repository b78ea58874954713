import { ACCOUNT, ALPHA, awsError, BASE, NOW, OUTPUT, type World, ZONE } from "./world.ts";

/** Something that is wrong, the question that finds it, and how it comes into a world where all is well. */
export interface Fault {
  what: string;
  question: string;
  plant(world: World): void;
}

const MINUTE = 60_000;

const fault = (question: string, what: string, plant: (world: World) => void): Fault => ({
  question,
  what,
  plant,
});

/** A program that isn't there, or prints something else. */
const without = (program: string) => (world: World) => {
  for (const line of Object.keys(world.programs))
    if (line.startsWith(`${program} `)) delete world.programs[line];
};
const printed = (line: string, stdout: string) => (world: World) => {
  world.programs[line] = { stdout };
};
const setting = (file: "base" | "alpha", text: string) => (world: World) => {
  world.files[`Pulumi.${file}.yaml`] = `${file === "base" ? BASE : ALPHA}${text}`;
};

/** An error of AWS for one operation. */
const refusing =
  (operation: keyof World["answers"], name: string, message = "") =>
  (world: World) => {
    world.answers[operation] = () => {
      throw awsError(name, message);
    };
  };

/** A base that is up, with its outputs. */
export const baseUp = (world: World, contract: object = {}): void => {
  const listener = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/x/1/2";
  const whole = { accountId: ACCOUNT, loadBalancer: { listenerArn: listener }, ...contract };
  world.programs[OUTPUT] = { stdout: JSON.stringify({ contract: whole }) };
};

const quota = (service: string, value: number) => (world: World) => {
  world.answers["quotas.GetServiceQuota"] = ({ ServiceCode }) => ({
    Quota: { Value: ServiceCode === service ? value : 4000 },
  });
};

/** A zone that is answered with other fields. */
const zoneWith = (given: object) => (world: World) => {
  world.answers["route53.GetHostedZone"] = () => ({
    HostedZone: { Id: ZONE, Name: "shop.io.", CallerReference: "1", ...given },
    DelegationSet: { NameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"] },
  });
};

/** Tasks of others; those of the environment itself would use up every quota. */
const tasks = (count: number, cpu: string) => (world: World) => {
  const own = "arn:aws:ecs:us-east-1:111122223333:cluster/ublog-alpha-cluster";
  world.answers["ecs.ListClusters"] = () => ({
    clusterArns: ["arn:aws:ecs:us-east-1:111122223333:cluster/batch", own],
  });
  world.answers["ecs.ListTasks"] = () => ({
    taskArns: Array.from({ length: count }, (_, n) => `task/${n}`),
  });
  world.answers["ecs.DescribeTasks"] = ({ cluster, tasks: asked = [] }) => ({
    tasks: asked.map(() => ({ cpu: cluster === own ? "16384" : cpu, capacityProviderName: "FARGATE" })),
  });
};

/** Two faults after each other. */
const both =
  (...plants: ((world: World) => void)[]) =>
  (world: World) => {
    for (const plant of plants) plant(world);
  };

export const FAULTS: readonly Fault[] = [
  fault("node", "no Node.js on the person's PATH", without("node")),
  fault("node", "an old Node.js", printed("node --version", "v20.20.2\n")),

  fault("pulumi", "no Pulumi CLI", without("pulumi")),
  fault("pulumi", "an old Pulumi CLI", printed("pulumi version", "v3.99.1\n")),
  fault("pulumi", "not logged in", (world) => {
    world.programs["pulumi whoami --json --non-interactive"] = {
      code: 3,
      stderr: "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions\n",
    };
  }),

  fault("plugins", "packages of before the last pull", (world) => {
    world.files["stacks/node_modules/@pulumi/aws/package.json"] = '{"version": "7.40.0"}';
    world.files["stacks/node_modules/@pulumi/random/package.json"] = undefined;
  }),
  fault("plugins", "no plugins, and Pulumi may not load them", (world) => {
    world.programs["pulumi plugin ls --json"] = { stdout: "[]" };
    world.env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "true";
  }),

  fault("git", "no git", without("git")),

  fault("docker", "no Docker", without("docker")),
  fault("docker", "no daemon", (world) => {
    world.programs["docker version --format {{.Server.Version}}"] = { code: 1 };
  }),
  fault("docker", "no buildx", (world) => {
    world.programs["docker buildx version"] = { code: 1 };
  }),

  fault("exec-plugin", "no plugin", without("session-manager-plugin")),
  fault("exec-plugin", "an old plugin", printed("session-manager-plugin --version", "1.2.463.0\n")),

  fault("stack-files", "no project", (world) => {
    world.files = {};
  }),
  fault("stack-files", "no stack files", (world) => {
    world.files["Pulumi.base.yaml"] = undefined;
    world.files["Pulumi.alpha.yaml"] = undefined;
  }),
  fault("stack-files", "not YAML", (world) => {
    world.files["Pulumi.base.yaml"] = "config: [";
  }),
  fault(
    "stack-files",
    "a misspelt setting, and one of the wrong type",
    setting("base", "  ublog:databse: {}\n  ublog:kmsKeyArn: 7\n"),
  ),
  fault("stack-files", "the values of the example", (world) => {
    world.files["Pulumi.base.yaml"] = BASE.replace("shop.io", "example.com").replace(
      ZONE,
      "Z0123456789ABCDEFGHIJ",
    );
  }),
  fault("stack-files", "an app in another region than its base", (world) => {
    world.files["Pulumi.alpha.yaml"] = ALPHA.replace("us-east-1", "eu-central-1");
  }),

  fault("network", "no network", (world) => {
    world.there = Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error("getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com"), {
        code: "ENOTFOUND",
      }),
    });
  }),
  fault("network", "a network with a proxy", (world) => {
    world.env.HTTPS_PROXY = "http://proxy:3128";
    world.there = Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error(), { code: "ECONNREFUSED" }),
    });
  }),
  fault("network", "a clock that is seven minutes slow", (world) => {
    world.there = NOW + 7 * MINUTE;
  }),
  fault("network", "a clock that is 90 seconds fast", (world) => {
    world.there = NOW - 1.5 * MINUTE;
  }),

  fault(
    "account",
    "expired credentials",
    refusing(
      "sts.GetCallerIdentity",
      "ExpiredToken",
      "The security token included in the request is expired",
    ),
  ),
  fault("account", "an expired log-in", (world) => {
    world.env.AWS_PROFILE = "shop";
    refusing(
      "sts.GetCallerIdentity",
      "TokenProviderError",
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    )(world);
  }),
  fault("account", "a profile that doesn't exist", (world) => {
    world.env.AWS_PROFILE = "nope";
    refusing(
      "sts.GetCallerIdentity",
      "CredentialsProviderError",
      "Could not load credentials from any providers",
    )(world);
  }),
  fault(
    "account",
    "no credentials",
    refusing(
      "sts.GetCallerIdentity",
      "CredentialsProviderError",
      "Could not load credentials from any providers",
    ),
  ),
  fault(
    "account",
    "a key that was deleted",
    refusing(
      "sts.GetCallerIdentity",
      "InvalidClientTokenId",
      "The security token included in the request is invalid.",
    ),
  ),
  fault("account", "the root user", (world) => {
    world.answers["sts.GetCallerIdentity"] = () => ({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  }),

  fault("region", "a region that is turned off", (world) => {
    world.files["Pulumi.base.yaml"] = BASE.replace("us-east-1", "eu-south-1");
  }),
  fault("region", "a region that AWS doesn't know", (world) => {
    world.files["Pulumi.base.yaml"] = BASE.replace(
      "us-east-1",
      "us-east-7\n  aws:skipRegionValidation: true",
    );
  }),

  fault("base-account", "a base in another account", (world) => baseUp(world, { accountId: "999988887777" })),

  fault("rights", "a user who may only read", (world) => {
    world.answers["iam.SimulatePrincipalPolicy"] = ({ ActionNames = [] }) => ({
      EvaluationResults: ActionNames.map((EvalActionName) => ({
        EvalActionName,
        EvalDecision: "implicitDeny",
      })),
    });
  }),
  fault("rights", "a user who may not make roles", (world) => {
    world.answers["iam.SimulatePrincipalPolicy"] = ({ ActionNames = [] }) => ({
      EvaluationResults: ActionNames.map((EvalActionName) => ({
        EvalActionName,
        EvalDecision: EvalActionName.startsWith("iam:") ? "explicitDeny" : "allowed",
      })),
    });
  }),

  fault("service-roles", "a new account", refusing("iam.GetRole", "NoSuchEntityException")),
  fault("service-roles", "a new account, and no right to make roles", (world) => {
    refusing("iam.GetRole", "NoSuchEntityException")(world);
    world.answers["iam.SimulatePrincipalPolicy"] = () => ({
      EvaluationResults: [{ EvalActionName: "iam:CreateServiceLinkedRole", EvalDecision: "implicitDeny" }],
    });
  }),

  fault("vcpu", "a new account, whose quota is less than an environment", quota("fargate", 1)),
  fault("vcpu", "a quota that a roll-out needs more than", quota("fargate", 2)),
  fault(
    "vcpu",
    "a quota that autoscaling needs more than",
    both(quota("fargate", 6), setting("alpha", "  ublog:gunicorn: { scaling: { max: 8 } }\n")),
  ),
  fault("vcpu", "others who use the quota up", both(quota("fargate", 100), tasks(195, "512"))),
  fault("vcpu", "a quota of Spot", both(quota("fargate", 1), setting("alpha", "  ublog:capacity: spot\n"))),

  fault("addresses", "no address left", quota("ec2", 1)),
  fault("addresses", "a zone each, and nobody knows whether the base is up", (world) => {
    setting("base", "  ublog:network: { nat: one-per-az, availabilityZones: 3 }\n")(world);
    quota("ec2", 3)(world);
    world.programs[OUTPUT] = { code: 255, stderr: "error: passphrase must be set\n" };
  }),

  fault("vpcs", "no VPC left", quota("vpc", 1)),

  fault("load-balancer", "no load balancer left", (world) => {
    world.answers["elbv2.DescribeLoadBalancers"] = () => ({
      LoadBalancers: Array.from({ length: 50 }, () => ({ Type: "application" as const })),
    });
  }),
  fault("load-balancer", "no target groups left, on two pages", (world) => {
    world.answers["elbv2.DescribeTargetGroups"] = ({ Marker }) => ({
      TargetGroups: Array.from({ length: 1500 }, () => ({})),
      ...(Marker === undefined ? { NextMarker: "2" } : {}),
    });
  }),
  fault("load-balancer", "a listener that is full", (world) => {
    baseUp(world);
    world.answers["elbv2.DescribeRules"] = () => ({
      Rules: [{ IsDefault: true }, ...Array.from({ length: 99 }, () => ({ IsDefault: false }))],
    });
  }),

  fault("databases", "no instance left", (world) => {
    world.answers["rds.DescribeAccountAttributes"] = () => ({
      AccountQuotas: [{ AccountQuotaName: "DBInstances", Used: 40, Max: 40 }],
    });
  }),

  fault(
    "zone",
    "a zone that doesn't exist",
    refusing("route53.GetHostedZone", "NoSuchHostedZone", "No hosted zone found with ID"),
  ),
  fault("zone", "a private zone", zoneWith({ Config: { PrivateZone: true } })),
  fault("zone", "the zone of another domain", zoneWith({ Name: "other.io." })),

  fault("delegation", "a domain that leads elsewhere", (world) => {
    world.ns["shop.io"] = ["dns1.registrar.net", "dns2.registrar.net"];
  }),
  fault("delegation", "a domain that leads to two places", (world) => {
    world.ns["shop.io"] = ["dns1.registrar.net", "ns-1.awsdns-01.org", "ns-2.awsdns-02.com"];
  }),
  fault("delegation", "a name server that is missing", (world) => {
    world.ns["shop.io"] = ["ns-1.awsdns-01.org"];
  }),
  fault("delegation", "a domain that isn't delegated", (world) => {
    world.ns = {};
  }),
  fault("delegation", "servers that don't know the zone", (world) => {
    world.ns["shop.io"] = "SERVFAIL";
  }),
  fault("delegation", "a zone of its own below the zone", (world) => {
    world.files["Pulumi.base.yaml"] = BASE.replace("shop.io", "eu.shop.io");
    world.ns["eu.shop.io"] = ["ns-9.awsdns-09.net"];
  }),

  fault("caa", "another authority alone", (world) => {
    world.caa["shop.io"] = [{ issue: "letsencrypt.org; validationmethods=dns-01" }];
  }),
  fault("caa", "nobody may issue wildcards", (world) => {
    world.caa["shop.io"] = [{ issue: "amazon.com" }, { issuewild: ";" }];
  }),

  fault("host-names", "a record that somebody made", (world) => {
    world.answers["route53.ListResourceRecordSets"] = () => ({
      ResourceRecordSets: [
        { Name: "alpha.shop.io.", Type: "CNAME", ResourceRecords: [{ Value: "ada.github.io" }] },
        { Name: "alpha.shop.io.", Type: "TXT", ResourceRecords: [{ Value: '"x"' }] },
        { Name: "beta.shop.io.", Type: "A", ResourceRecords: [{ Value: "203.0.113.9" }] },
      ],
    });
  }),

  fault("host-names", "a record of a name that is redirected", (world) => {
    setting("alpha", "  ublog:redirectedHostNames: [www.shop.io]\n")(world);
    world.answers["route53.ListResourceRecordSets"] = () => ({
      ResourceRecordSets: [
        {
          Name: "www.shop.io.",
          Type: "A",
          AliasTarget: { DNSName: "d1.cloudfront.net.", HostedZoneId: "Z2", EvaluateTargetHealth: false },
        },
      ],
    });
  }),

  fault("mail", "the sandbox of SES", (world) => {
    world.answers["ses.GetAccount"] = () => ({ ProductionAccessEnabled: false, SendingEnabled: true });
  }),
  fault("mail", "an account that may not send", (world) => {
    world.answers["ses.GetAccount"] = () => ({
      ProductionAccessEnabled: true,
      SendingEnabled: false,
      EnforcementStatus: "SHUTDOWN",
    });
  }),
  fault("mail", "records that AWS hasn't found yet", (world) => {
    world.answers["ses.GetEmailIdentity"] = () => ({
      VerifiedForSendingStatus: false,
      DkimAttributes: { Status: "PENDING" },
    });
  }),
  fault("mail", "DKIM that failed", (world) => {
    world.answers["ses.GetEmailIdentity"] = () => ({
      VerifiedForSendingStatus: true,
      DkimAttributes: { Status: "FAILED" },
    });
  }),

  fault("images", "no repositories", refusing("ecr.DescribeRepositories", "RepositoryNotFoundException")),
  fault("images", "tags that can be moved", (world) => {
    world.answers["ecr.DescribeRepositories"] = () => ({ repositories: [{ imageTagMutability: "MUTABLE" }] });
  }),
  fault("images", "an image for another processor than the tasks'", (world) => {
    world.builtFor = "arm64";
  }),
  fault("images", "a version that wasn't pushed", refusing("ecr.DescribeImages", "ImageNotFoundException")),
];
