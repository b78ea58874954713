import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../packages/app-update/src/aws/operations.ts";
import {
  type Account,
  deployStatements,
  previewStatements,
  releaseStatements,
  stateKeys,
  trustStatement,
} from "../bootstrapPolicies.ts";

const account: Account = {
  project: "ublog",
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
};
const state = { bucketArn: "arn:aws:s3:::ublog-state", keyArn: "arn:aws:kms:us-east-1:123456789012:key/1" };

type Statement = ReturnType<typeof trustStatement>;

const list = (value: unknown): string[] => [value ?? []].flat() as string[];
const pattern = (text: string) =>
  new RegExp(`^${text.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i");
const matches = (patterns: unknown, text: string) => list(patterns).some((one) => pattern(one).test(text));

/** Whether IAM would allow it; conditions are left out. */
function allows(statements: Statement[], action: string, resource = "*"): boolean {
  const about = statements.filter(({ Action }) => matches(Action, action));
  const on = ({ Resource, NotResource }: Statement) =>
    NotResource === undefined ? matches(Resource, resource) : !matches(NotResource, resource);
  const denied = about.some(
    (statement) => statement.Effect === "Deny" && !statement.Condition && on(statement),
  );
  return !denied && about.some((statement) => statement.Effect === "Allow" && on(statement));
}

const deploy = deployStatements(account, "alpha", state);
const preview = previewStatements(account, ["base", "alpha"], state);
const release = releaseStatements(account, "alpha");

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
  it("reads no data, no secrets but the stacks' own, and no files but the state", () => {
    expect(
      preview.every(
        ({ Effect, Action }) =>
          Effect === "Deny" || !list(Action).some((a) => /Put|Delete|Create|Update/.test(a)),
      ),
    ).toBe(true);
    const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;
    expect(allows(preview, "secretsmanager:GetSecretValue", secret("alpha-django-secret-key-1a2b"))).toBe(
      true,
    );
    expect(allows(preview, "secretsmanager:GetSecretValue", secret("rds!db-1"))).toBe(false);
    expect(allows(preview, "s3:GetObject", `${state.bucketArn}/.pulumi/stacks/ublog/base.json`)).toBe(true);
    const denied = (action: string, resource: string) =>
      preview.some(
        ({ Effect, Action, Resource, NotResource }) =>
          Effect === "Deny" &&
          matches(Action, action) &&
          (NotResource ? !matches(NotResource, resource) : matches(Resource, resource)),
      );
    expect(denied("s3:GetObject", "arn:aws:s3:::base-assets/alpha/avatar.png")).toBe(true);
    expect(denied("ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/other")).toBe(true);
    expect(
      denied("ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/django/alpha/deploy-targets"),
    ).toBe(false);
    expect(denied("dynamodb:Scan", "arn:aws:dynamodb:us-east-1:123456789012:table/alpha-releases")).toBe(
      true,
    );
  });

  it("reads no file at all where the state is elsewhere", () => {
    const statements = previewStatements(account, ["alpha"]);
    expect(statements).toContainEqual({
      Sid: "Files",
      Effect: "Deny",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: "*",
    });
    expect(allows(statements, "kms:Decrypt", state.keyArn)).toBe(false);
  });
});

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
      expect(allows(deploy, `iam:${action}`, role("alpha-task-1a2b3c4")), action).toBe(
        action !== "PassRole" || true,
      );
      expect(allows(deploy, `iam:${action}`, role("beta-task-1a2b3c4")), action).toBe(false);
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
    for (const name of ["alphaEcsTaskRole", "alphaEcsTaskExecutionRole"]) {
      expect(allows(deploy, "iam:UpdateAssumeRolePolicy", role(name)), name).toBe(true);
      expect(allows(release, "iam:PassRole", role(name)), name).toBe(true);
    }
    for (const name of ["betaEcsTaskRole", "alphaOtherRole", "alpha2EcsTaskRole"]) {
      expect(allows(deploy, "iam:UpdateAssumeRolePolicy", role(name)), name).toBe(false);
      expect(allows(release, "iam:PassRole", role(name)), name).toBe(false);
    }
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
    expect(allows(deploy, "s3:DeleteBucket", "arn:aws:s3:::alpha-files-1a2b")).toBe(true);
    expect(allows(deploy, "s3:DeleteBucket", "arn:aws:s3:::base-assets-1a2b")).toBe(false);
    expect(
      allows(deploy, "dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:123456789012:table/beta-releases"),
    ).toBe(false);
    expect(
      allows(
        deploy,
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:base-db",
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
    expect(allows(release, "ecs:UpdateService", arn("ecs", "service/alpha-cluster/alpha-gunicorn"))).toBe(
      true,
    );
    expect(allows(release, "ecs:UpdateService", arn("ecs", "service/beta-cluster/beta-gunicorn"))).toBe(
      false,
    );
    expect(allows(release, "ecs:RunTask", arn("ecs", "task-definition/alpha-backend_update:7"))).toBe(true);
    expect(allows(release, "ecs:RunTask", arn("ecs", "task-definition/beta-backend_update:7"))).toBe(false);
    expect(allows(release, "dynamodb:PutItem", arn("dynamodb", "table/beta-releases"))).toBe(false);
    expect(
      allows(
        release,
        "logs:GetLogEvents",
        arn("logs", "log-group:/ecs/alpha/backend_update:log-stream:a/b/c"),
      ),
    ).toBe(true);
  });
});

describe("size", () => {
  it.each([
    ["preview", preview],
    ["deploy", deploy],
    ["release", release],
  ])("the policy of the %s role fits into what IAM takes", (_, statements) => {
    expect(JSON.stringify({ Version: "2012-10-17", Statement: statements }).length).toBeLessThan(10_240);
  });
});
