import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../packages/app-update/src/aws/operations.ts";
import type { Context } from "../../packages/aws-model/src/iam/conditions.ts";
import { refusal } from "../../packages/aws-model/src/iam/evaluate.ts";
import { readPolicy } from "../../packages/aws-model/src/iam/policy.ts";
import { inProcess } from "../../packages/sandbox/src/index.ts";
import { imagesStatements } from "../bootstrapImages.ts";
import { deployStatements, previewStatements, stateKeys, trustStatement } from "../bootstrapPolicies.ts";
import { releaseStatements } from "../bootstrapRelease.ts";
import type { Account } from "../bootstrapStatements.ts";
import main from "../index.ts";
import { LOOKUPS, OWN_BUCKETS, READS } from "../previewReads.ts";

const account: Account = {
  project: "ublog",
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
};
const state = { bucketArn: "arn:aws:s3:::ublog-state", keyArn: "arn:aws:kms:us-east-1:123456789012:key/1" };

type Statement = ReturnType<typeof trustStatement>;

const list = (value: unknown): string[] => [value ?? []].flat() as string[];

/** No service of AWS asks for somebody. */
const DIRECTLY: Context = { "kms:viaservice": null };

/** Whether IAM would allow it to a role with these policies. Conditions about what isn't known are taken to hold. */
function allows(
  statements: Statement[],
  action: string,
  resource = "*",
  context: Context = DIRECTLY,
): boolean {
  const identity = readPolicy({ Statement: JSON.parse(JSON.stringify(statements)) });
  const principal = "arn:aws:iam::123456789012:role/ublog-role";
  return refusal({ action, resource, context }, { principal, identity }) === undefined;
}

const named = (stack: string) => ({ stack, name: `ublog-${stack}` });

const deploy = deployStatements(account, named("alpha"), state);
const preview = previewStatements(account, [named("base"), named("alpha")], state);
const release = releaseStatements(account, named("alpha"));
const images = imagesStatements(account);

describe("who is trusted", () => {
  it("jobs with exactly these subjects, whose token is for AWS", () => {
    const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
    expect(trustStatement(provider, ["repo:octocat/ublog:environment:alpha"])).toEqual({
      Effect: "Allow",
      Principal: { Federated: provider },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": ["repo:octocat/ublog:environment:alpha"],
        },
      },
    });
  });
});

describe("the preview role", () => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`;

  it("reads the settings of everything that the programs make", async () => {
    expect(await madeTypes()).toEqual(Object.keys(READS).sort());
    for (const [type, actions] of Object.entries(READS)) {
      for (const action of actions) expect(allows(preview, action), `${type}: ${action}`).toBe(true);
    }
    for (const bucket of ["ublog-base-assets-1a2b", "ublog-state"]) {
      for (const action of OWN_BUCKETS)
        expect(allows(preview, action, `arn:aws:s3:::${bucket}`), action).toBe(true);
    }
    expect(allows(preview, "s3:GetBucketPolicy", "arn:aws:s3:::somebody-elses")).toBe(false);
  });

  it("asks what the data sources of the programs ask", () => {
    const called = sources().flatMap((code) =>
      [...code.matchAll(/\baws\s*\.((?:\w+\s*\.)?get[A-Z]\w*?)(?:Output)?\(/g)].map(([, name = ""]) =>
        name.replaceAll(/\s/g, ""),
      ),
    );
    expect([...new Set([...called, "getAvailabilityZones"])].sort()).toEqual(Object.keys(LOOKUPS).sort());
    for (const [name, actions] of Object.entries(LOOKUPS)) {
      for (const action of actions) expect(allows(preview, action), `${name}: ${action}`).toBe(true);
    }
  });

  it("reads the network interfaces of an interface endpoint, as the provider does", () => {
    expect(READS["aws:ec2/vpcEndpoint:VpcEndpoint"]).toEqual([
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribePrefixLists",
      "ec2:DescribeVpcEndpoints",
    ]);
  });

  it("reads of data the state, and the secrets and parameters of the stacks", () => {
    const secret = (name: string) => arn("secretsmanager", `secret:${name}`);
    expect(
      allows(preview, "secretsmanager:GetSecretValue", secret("ublog-alpha-django-secret-key-1a2b")),
    ).toBe(true);
    expect(
      allows(preview, "ssm:GetParameter", arn("ssm", "parameter/django/ublog/alpha/deploy-targets")),
    ).toBe(true);
    expect(allows(preview, "s3:GetObject", `${state.bucketArn}/.pulumi/stacks/ublog/base.json`)).toBe(true);
    expect(allows(preview, "kms:Decrypt", state.keyArn)).toBe(true);
  });

  it.each([
    ["athena:GetQueryResults", arn("athena", "workgroup/primary")],
    ["cassandra:Select", arn("cassandra", "/keyspace/shop/table/orders")],
    ["codecommit:GitPull", arn("codecommit", "ublog")],
    ["dax:GetItem", arn("dax", "cache/shop")],
    ["dynamodb:BatchGetItem", arn("dynamodb", "table/ublog-alpha-releases")],
    ["dynamodb:ExportTableToPointInTime", arn("dynamodb", "table/ublog-alpha-releases")],
    ["dynamodb:GetItem", arn("dynamodb", "table/ublog-alpha-releases")],
    ["dynamodb:GetRecords", arn("dynamodb", "table/ublog-alpha-releases/stream/1")],
    ["dynamodb:PartiQLSelect", arn("dynamodb", "table/ublog-alpha-releases")],
    ["dynamodb:Query", arn("dynamodb", "table/ublog-alpha-releases")],
    ["dynamodb:Scan", arn("dynamodb", "table/ublog-alpha-releases")],
    ["ebs:GetSnapshotBlock", "arn:aws:ec2:us-east-1::snapshot/snap-1"],
    ["ec2:DescribeInstanceAttribute", arn("ec2", "instance/i-1")],
    ["ec2:GetConsoleOutput", arn("ec2", "instance/i-1")],
    ["ecr:BatchGetImage", arn("ecr", "repository/ublog-backend")],
    ["ecr:GetDownloadUrlForLayer", arn("ecr", "repository/ublog-backend")],
    ["es:ESHttpGet", arn("es", "domain/logs")],
    ["kinesis:GetRecords", arn("kinesis", "stream/orders")],
    ["kms:Decrypt", arn("kms", "key/2")],
    ["lambda:GetFunction", arn("lambda", "function:thumbnails")],
    ["lambda:GetFunctionConfiguration", arn("lambda", "function:thumbnails")],
    ["logs:FilterLogEvents", arn("logs", "log-group:/ecs/ublog-alpha/gunicorn:*")],
    ["logs:GetLogEvents", arn("logs", "log-group:/ecs/ublog-alpha/gunicorn:log-stream:a")],
    ["logs:GetQueryResults", "*"],
    ["logs:StartLiveTail", arn("logs", "log-group:/ecs/ublog-alpha/gunicorn")],
    ["logs:StartQuery", arn("logs", "log-group:/ecs/ublog-alpha/gunicorn:*")],
    ["logs:Unmask", arn("logs", "log-group:/ecs/ublog-alpha/gunicorn:*")],
    ["rds-data:ExecuteStatement", arn("rds", "cluster:shop")],
    ["rds:DownloadDBLogFilePortion", arn("rds", "db:ublog-base-database")],
    ["s3:GetObject", "arn:aws:s3:::ublog-base-assets-1a2b/alpha/avatar.png"],
    ["s3:GetObjectVersion", "arn:aws:s3:::ublog-base-assets-1a2b/alpha/avatar.png"],
    ["s3:GetObjectVersion", `${state.bucketArn}/.pulumi/stacks/ublog/base.json`],
    ["s3:ListBucket", "arn:aws:s3:::somebody-elses"],
    ["secretsmanager:BatchGetSecretValue", "*"],
    ["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:rds!db-1")],
    ["sqs:ReceiveMessage", arn("sqs", "orders")],
    ["ssm:GetCommandInvocation", "*"],
    ["ssm:GetParameter", arn("ssm", "parameter/django/ublog/another/api-key")],
    ["ssm:GetParameter", arn("ssm", "parameter/other")],
    ["ssm:GetParameterHistory", arn("ssm", "parameter/django/ublog/alpha/deploy-targets")],
    ["ssm:GetParametersByPath", arn("ssm", "parameter/django")],
    ["states:GetExecutionHistory", arn("states", "execution:orders:1")],
  ])("has no right to %s of %s", (action, resource) => {
    expect(allows(preview, action, resource)).toBe(false);
  });

  it("changes nothing, and names every action in full", () => {
    const actions = preview.flatMap(({ Action }) => list(Action));
    expect(
      actions.filter(
        (action) => !/^[a-z0-9-]+:(Describe|Get|List)\w+$/.test(action) && action !== "kms:Decrypt",
      ),
    ).toEqual([]);
    expect(preview.every(({ Effect }) => Effect === "Allow")).toBe(true);
  });

  it("reads no file at all where the state is elsewhere", () => {
    const statements = previewStatements(account, [named("alpha")]);
    expect(allows(statements, "s3:GetObject", `${state.bucketArn}/.pulumi/stacks/ublog/base.json`)).toBe(
      false,
    );
    expect(allows(statements, "s3:GetBucketPolicy", "arn:aws:s3:::ublog-alpha-files")).toBe(true);
    expect(allows(statements, "kms:Decrypt", state.keyArn)).toBe(false);
  });
});

/** The code of the programs and the components. */
function sources(): string[] {
  const repository = join(import.meta.dirname, "../..");
  return ["packages/pulumi-aws-django/src", "stacks"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/(^|\/)(test|node_modules)\//.test(file))
      .map((file) => readFileSync(join(repository, folder, file), "utf8")),
  );
}

/** The types of AWS that the programs name in a `new`, and those that components of other packages make for a base. */
async function madeTypes(): Promise<string[]> {
  const named = sources().flatMap((code) =>
    [...code.matchAll(/new aws\.(\w+)\.(\w+)\(/g)].map(
      ([, module = "", type = ""]) =>
        `aws:${module}/${type.slice(0, 1).toLowerCase()}${type.slice(1)}:${type}`,
    ),
  );
  const { run, world } = inProcess();
  await run("base", main, {
    "ublog:program": "base",
    "ublog:domainName": "example.com",
    "ublog:zoneId": "Z0123456789ABCDEFGHIJ",
  });
  const made = world.resources().map(({ type }) => type);
  return [...new Set([...named, ...made])].filter((type) => type.startsWith("aws:")).sort();
}

describe("the role that deploys a stack", () => {
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

  it("makes the stack's roles, and leaves the workflows' own alone", () => {
    for (const action of [
      "CreateRole",
      "DeleteRole",
      "GetRole",
      "PassRole",
      "PutRolePolicy",
      "TagRole",
      "ListRolePolicies",
    ]) {
      expect(allows(deploy, `iam:${action}`, role("ublog-alpha-task-1a2b3c4")), action).toBe(
        action !== "PassRole" || true,
      );
      expect(allows(deploy, `iam:${action}`, role("ublog-beta-task-1a2b3c4")), action).toBe(false);
      expect(allows(deploy, `iam:${action}`, role("ublog-deploy-alpha")), action).toBe(false);
    }
    for (const action of [
      "CreateUser",
      "CreateAccessKey",
      "CreatePolicy",
      "UpdateOpenIDConnectProviderThumbprint",
    ]) {
      expect(allows(deploy, `iam:${action}`), action).toBe(false);
    }
    const pass = deploy.find(({ Sid }) => Sid === "RolesElsewhere");
    expect(pass).toMatchObject({
      Effect: "Deny",
      Action: ["iam:PassRole"],
      Condition: {
        StringNotEquals: {
          "iam:PassedToService": [
            "ecs-tasks.amazonaws.com",
            "scheduler.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
      },
    });
  });

  it("changes the roles that an app of pulumi-aws-django 1.28 keeps, and a release passes them on", () => {
    const former = { stack: "alpha", name: "alpha" };
    const deploy = deployStatements(account, former, state);
    const release = releaseStatements(account, former);
    for (const name of ["alphaEcsTaskRole", "alphaEcsTaskExecutionRole"]) {
      expect(allows(deploy, "iam:UpdateAssumeRolePolicy", role(name)), name).toBe(true);
      expect(allows(release, "iam:PassRole", role(name)), name).toBe(true);
    }
    for (const name of ["betaEcsTaskRole", "alphaOtherRole", "alpha2EcsTaskRole"]) {
      expect(allows(deploy, "iam:UpdateAssumeRolePolicy", role(name)), name).toBe(false);
      expect(allows(release, "iam:PassRole", role(name)), name).toBe(false);
    }
  });

  it("follows the subscriptions of its topics, which have no resource in IAM, and no other topics", () => {
    for (const action of ["GetSubscriptionAttributes", "SetSubscriptionAttributes", "Unsubscribe"])
      expect(allows(deploy, `sns:${action}`), action).toBe(true);
    const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
    expect(allows(deploy, "sns:Subscribe", topic("ublog-alpha-alarms"))).toBe(true);
    expect(allows(deploy, "sns:Subscribe", topic("ublog-beta-alarms"))).toBe(false);
    expect(allows(deploy, "sns:DeleteTopic")).toBe(false);
  });

  it("uses a base's own key through the services that keep something with it, and the preview reads secrets", () => {
    const key = "arn:aws:kms:us-east-1:123456789012:key/own";
    const through = (service: string) => ({ "kms:viaservice": `${service}.us-east-1.amazonaws.com` });
    for (const service of ["elasticache", "rds", "secretsmanager"])
      for (const action of ["CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey"])
        expect(allows(deploy, `kms:${action}`, key, through(service)), `${service} ${action}`).toBe(true);
    expect(allows(deploy, "kms:Decrypt", key)).toBe(false);
    expect(allows(deploy, "kms:Decrypt", key, through("s3"))).toBe(false);
    expect(allows(preview, "kms:Decrypt", key, through("secretsmanager"))).toBe(true);
    expect(allows(preview, "kms:Decrypt", key, through("rds"))).toBe(false);
    expect(allows(preview, "kms:GenerateDataKey", key, through("secretsmanager"))).toBe(false);
  });

  it("puts web ACLs before load balancers and CloudFront, and changes none", () => {
    for (const action of ["AssociateWebACL", "DisassociateWebACL", "GetWebACL", "GetWebACLForResource"])
      expect(allows(deploy, `wafv2:${action}`), action).toBe(true);
    for (const action of ["CreateWebACL", "DeleteWebACL", "PutLoggingConfiguration", "UpdateWebACL"])
      expect(allows(deploy, `wafv2:${action}`), action).toBe(false);
    expect(allows(deploy, "elasticloadbalancing:CreateWebACLAssociation")).toBe(true);
  });

  it("writes its own state and reads the others'", () => {
    const key = (path: string) => `${state.bucketArn}/${path}`;
    expect(allows(deploy, "s3:PutObject", key(".pulumi/stacks/ublog/alpha.json"))).toBe(true);
    expect(allows(deploy, "s3:DeleteObject", key(".pulumi/locks/organization/ublog/alpha/1.json"))).toBe(
      true,
    );
    expect(allows(deploy, "s3:GetObject", key(".pulumi/stacks/ublog/base.json"))).toBe(true);
    for (const path of [
      ".pulumi/stacks/ublog/base.json",
      ".pulumi/stacks/ublog/alpha2.json",
      ".pulumi/meta.yaml",
    ]) {
      expect(allows(deploy, "s3:PutObject", key(path)), path).toBe(false);
    }
    expect(allows(deploy, "s3:DeleteBucket", state.bucketArn)).toBe(false);
    expect(stateKeys("ublog", "alpha")).toHaveLength(4);
  });

  it("touches no data of other stacks", () => {
    expect(allows(deploy, "s3:DeleteBucket", "arn:aws:s3:::ublog-alpha-files-1a2b")).toBe(true);
    expect(allows(deploy, "s3:DeleteBucket", "arn:aws:s3:::ublog-base-assets-1a2b")).toBe(false);
    expect(
      allows(
        deploy,
        "dynamodb:DeleteTable",
        "arn:aws:dynamodb:us-east-1:123456789012:table/ublog-beta-releases",
      ),
    ).toBe(false);
    expect(
      allows(
        deploy,
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ublog-base-db",
      ),
    ).toBe(false);
  });
});

describe("the role that releases an app", () => {
  /** IAM's name of the service where it isn't the SDK's. */
  const services: Record<string, string> = {
    elbv2: "elasticloadbalancing",
    scaling: "application-autoscaling",
  };
  const needed = Object.keys(OPERATIONS).map((name) => {
    const [service = "", action = ""] = name.split(".");
    return `${services[service] ?? service}:${action}`;
  });

  it("allows every call that a release makes, and nothing else", () => {
    // Nobody needs leave to ask who they are. A shell is for people, not for a release.
    const leftOut = ["sts:GetCallerIdentity", "ecs:ExecuteCommand"];
    const implied = ["ecs:TagResource", "iam:PassRole"];
    const allowed = new Set(release.flatMap(({ Action }) => list(Action)));
    expect([...allowed].sort()).toEqual(
      [...new Set([...needed, ...implied])].filter((a) => !leftOut.includes(a)).sort(),
    );
    expect(release.every(({ Effect }) => Effect === "Allow")).toBe(true);
    expect([...allowed].filter((action) => action.includes("*"))).toEqual([]);
  });

  it("changes nothing of another app", () => {
    const arn = (service: string, resource: string) =>
      `arn:aws:${service}:us-east-1:123456789012:${resource}`;
    expect(
      allows(release, "ecs:UpdateService", arn("ecs", "service/ublog-alpha-cluster/ublog-alpha-gunicorn")),
    ).toBe(true);
    expect(
      allows(release, "ecs:UpdateService", arn("ecs", "service/ublog-beta-cluster/ublog-beta-gunicorn")),
    ).toBe(false);
    expect(allows(release, "ecs:RunTask", arn("ecs", "task-definition/ublog-alpha-backend_update:7"))).toBe(
      true,
    );
    expect(allows(release, "ecs:RunTask", arn("ecs", "task-definition/ublog-beta-backend_update:7"))).toBe(
      false,
    );
    expect(allows(release, "dynamodb:PutItem", arn("dynamodb", "table/ublog-beta-releases"))).toBe(false);
    expect(
      allows(
        release,
        "logs:GetLogEvents",
        arn("logs", "log-group:/ecs/ublog-alpha/backend_update:log-stream:a/b/c"),
      ),
    ).toBe(true);
  });
});

describe("the role that pushes images", () => {
  const repository = (name: string) => `arn:aws:ecr:us-east-1:123456789012:repository/${name}`;
  const pushing = [
    "BatchCheckLayerAvailability",
    "BatchGetImage",
    "CompleteLayerUpload",
    "DescribeImages",
    "GetDownloadUrlForLayer",
    "InitiateLayerUpload",
    "PutImage",
    "UploadLayerPart",
  ];

  it.each(["ublog-backend", "ublog-frontend"])("logs in, and pushes to %s", (name) => {
    expect(allows(images, "ecr:GetAuthorizationToken")).toBe(true);
    for (const action of pushing)
      expect(allows(images, `ecr:${action}`, repository(name)), action).toBe(true);
  });

  it("may do all that `ublog build` asks of ECR", () => {
    const packages = join(import.meta.dirname, "../../packages");
    const code = ["project/src/images", "app-update/src/registry"].flatMap((folder) =>
      readdirSync(join(packages, folder)).map((file) => readFileSync(join(packages, folder, file), "utf8")),
    );
    const called = code.flatMap((text) =>
      [...text.matchAll(/"ecr\.(\w+)"|\b(GetAuthorizationToken)Command\(/g)].map(
        ([, one, login]) => one ?? login,
      ),
    );
    expect([...new Set(called)].sort()).toEqual([
      "BatchGetImage",
      "DescribeImages",
      "GetAuthorizationToken",
      "GetDownloadUrlForLayer",
    ]);
    for (const action of called)
      expect(
        allows(
          images,
          `ecr:${action}`,
          action === "GetAuthorizationToken" ? "*" : repository("ublog-backend"),
        ),
      ).toBe(true);
  });

  it.each(["shop-backend", "ublog-backend2", "ublog-alpha-cache", "*"])("does nothing with %s", (name) => {
    for (const action of pushing)
      expect(allows(images, `ecr:${action}`, repository(name)), action).toBe(false);
  });

  it("takes nothing away, makes no repository, and nothing outside of ECR", () => {
    const allowed = images.flatMap(({ Action }) => list(Action)).sort();
    expect(allowed).toEqual(["GetAuthorizationToken", ...pushing].map((action) => `ecr:${action}`).sort());
    expect(images.every(({ Effect }) => Effect === "Allow")).toBe(true);
  });

  it("can't be changed by what deploys a stack", () => {
    const role = "arn:aws:iam::123456789012:role/ublog-images";
    for (const { name } of [named("alpha"), { name: "ublog" }])
      expect(allows(deployStatements(account, { stack: "x", name }), "iam:PutRolePolicy", role)).toBe(false);
  });
});

describe("two projects in one account, each with an environment alpha", () => {
  const shop: Account = { ...account, project: "shop" };
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`;
  /** Something of the other project's environment, and the same of one's own. */
  const both = (resourceOf: (name: string, project: string) => string) =>
    [resourceOf("shop-alpha", "shop"), resourceOf("ublog-alpha", "ublog")] as const;

  it.each<[string, readonly [string, string]]>([
    ["ecs:DescribeClusters", both((name) => arn("ecs", `cluster/${name}-cluster`))],
    ["ecs:UpdateService", both((name) => arn("ecs", `service/${name}-cluster/${name}-gunicorn`))],
    ["ecs:StopTask", both((name) => arn("ecs", `task/${name}-cluster/1a2b`))],
    ["ecs:RunTask", both((name) => arn("ecs", `task-definition/${name}-backend_update:7`))],
    ["ecs:TagResource", both((name) => arn("ecs", `task-definition/${name}-gunicorn:7`))],
    ["iam:PassRole", both((name) => `arn:aws:iam::123456789012:role/${name}-task-1a2b3c4`)],
    ["ecr:DescribeImages", both((_, project) => arn("ecr", `repository/${project}-backend`))],
    [
      "ssm:GetParameter",
      both((_, project) => arn("ssm", `parameter/django/${project}/alpha/deploy-targets`)),
    ],
    ["logs:FilterLogEvents", both((name) => arn("logs", `log-group:/ecs/${name}/gunicorn`))],
    ["dynamodb:PutItem", both((name) => arn("dynamodb", `table/${name}-releases`))],
  ])("a release of one has no right to %s of the other's", (action, [others, own]) => {
    expect([allows(release, action, others), allows(release, action, own)]).toEqual([false, true]);
    const ofShop = releaseStatements(shop, { stack: "alpha", name: "shop-alpha" });
    expect([allows(ofShop, action, others), allows(ofShop, action, own)]).toEqual([true, false]);
  });

  it.each<[string, readonly [string, string]]>([
    ["s3:DeleteBucket", both((name) => `arn:aws:s3:::${name}-files-1a2b`)],
    ["dynamodb:DeleteTable", both((name) => arn("dynamodb", `table/${name}-releases`))],
    [
      "secretsmanager:GetSecretValue",
      both((name) => arn("secretsmanager", `secret:${name}-django-secret-key-1a2b`)),
    ],
    ["sns:DeleteTopic", both((name) => arn("sns", `${name}-alarms-1a2b`))],
    [
      "ssm:PutParameter",
      both((_, project) => arn("ssm", `parameter/django/${project}/alpha/deploy-targets`)),
    ],
    ["iam:DeleteRole", both((name) => `arn:aws:iam::123456789012:role/${name}-task-1a2b3c4`)],
    ["s3:PutObject", both((_, project) => `${state.bucketArn}/.pulumi/stacks/${project}/alpha.json`)],
  ])("what deploys one has no right to %s of the other's", (action, [others, own]) => {
    expect([allows(deploy, action, others), allows(deploy, action, own)]).toEqual([false, true]);
  });

  it.each<[string, readonly [string, string]]>([
    ["s3:GetBucketPolicy", both((name) => `arn:aws:s3:::${name}-files-1a2b`)],
    [
      "secretsmanager:GetSecretValue",
      both((name) => arn("secretsmanager", `secret:${name}-django-secret-key-1a2b`)),
    ],
    [
      "ssm:GetParameter",
      both((_, project) => arn("ssm", `parameter/django/${project}/alpha/deploy-targets`)),
    ],
  ])("a preview of one has no right to %s of the other's", (action, [others, own]) => {
    expect([allows(preview, action, others), allows(preview, action, own)]).toEqual([false, true]);
  });
});

describe("size", () => {
  it.each([
    ["preview", preview],
    ["deploy", deploy],
    ["release", release],
    ["images", images],
  ])("the policy of the %s role fits into what IAM takes", (_, statements) => {
    expect(JSON.stringify({ Version: "2012-10-17", Statement: statements }).length).toBeLessThan(10_240);
  });
});
