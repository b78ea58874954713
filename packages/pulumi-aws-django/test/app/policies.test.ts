import { describe, expect, test } from "vitest";
import {
  backendStatements,
  execStatements,
  executionStatements,
  ownStatement,
  repositoryArn,
  schedulerStatements,
  secretArn,
} from "../../src/app/parts/policies.ts";

const facts = { app: "alpha", partition: "aws", region: "us-east-1", accountId: "111122223333" };
const secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:stripe-AbCdEf";
const parameter = "arn:aws:ssm:us-east-1:111122223333:parameter/shared/token";
const logs = {
  Sid: "Logs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: ["arn:aws:logs:us-east-1:111122223333:log-group:/ecs/alpha/*"],
};

describe("the execution role", () => {
  test("pulls the app's images, reads its secrets, writes its logs, and nothing else", () => {
    const repository = "111122223333.dkr.ecr.us-east-1.amazonaws.com/ublog-backend";
    const references = [`${secret}:key::`, parameter, `${secret}:other::`];
    expect(executionStatements(facts, [repository, repository], references)).toEqual([
      { Sid: "Login", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        Sid: "Images",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: ["arn:aws:ecr:us-east-1:111122223333:repository/ublog-backend"],
      },
      { Sid: "Secrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secret] },
      { Sid: "Parameters", Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [parameter] },
      logs,
    ]);
  });

  test("has no right to a registry or to secrets that the app doesn't use", () => {
    expect(executionStatements(facts, ["ghcr.io/me/app"], [])).toEqual([logs]);
  });
});

describe("the task role", () => {
  const files = [
    {
      Sid: "Files",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: ["arn:aws:s3:::assets/alpha/*"],
    },
    {
      Sid: "ListFiles",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::assets"],
      Condition: { StringLike: { "s3:prefix": ["alpha", "alpha/*"] } },
    },
  ];

  test("has the app's own files alone where nothing else is on", () => {
    expect(backendStatements({ app: "alpha", bucketArn: "arn:aws:s3:::assets", exec: false })).toEqual(files);
  });

  test("has mail, the database's secret and shells where they are on", () => {
    const rights = {
      mailIdentityArn: "arn:mail",
      databaseSecretArns: ["arn:database", "arn:database"],
      exec: true,
    };
    expect(backendStatements({ app: "alpha", bucketArn: "arn:aws:s3:::assets", ...rights })).toEqual([
      ...files,
      { Sid: "Mail", Effect: "Allow", Action: ["ses:SendEmail", "ses:SendRawEmail"], Resource: ["arn:mail"] },
      { Sid: "MailQuota", Effect: "Allow", Action: ["ses:GetSendQuota"], Resource: ["*"] },
      {
        Sid: "DatabaseSecret",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["arn:database"],
      },
      ...execStatements(true),
    ]);
  });

  test("has the four channels of ECS Exec", () => {
    expect(execStatements(true)).toEqual([
      {
        Sid: "Shell",
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: ["*"],
      },
    ]);
  });
});

test("the scheduler may start the commands' families on the app's cluster, with the app's roles", () => {
  const cluster = "arn:aws:ecs:us-east-1:111122223333:cluster/alpha-cluster";
  const family = "arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-clear";
  expect(schedulerStatements(cluster, [family], ["arn:b", "arn:a", "arn:a"])).toEqual([
    {
      Sid: "Run",
      Effect: "Allow",
      Action: ["ecs:RunTask"],
      Resource: [family, `${family}:*`],
      Condition: { ArnEquals: { "ecs:cluster": cluster } },
    },
    {
      Sid: "Roles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["arn:a", "arn:b"],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ]);
});

test("conditions of one operator are one block", () => {
  const statement = ownStatement({
    actions: ["sqs:SendMessage"],
    resources: ["arn:queue"],
    conditions: [
      { test: "StringEquals", variable: "aws:RequestTag/app", values: ["alpha"] },
      { test: "StringEquals", variable: "aws:RequestedRegion", values: ["us-east-1", "us-east-2"] },
      { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
    ],
  });
  expect(statement).toEqual({
    Effect: "Allow",
    Action: ["sqs:SendMessage"],
    Resource: ["arn:queue"],
    Condition: {
      StringEquals: { "aws:RequestTag/app": ["alpha"], "aws:RequestedRegion": ["us-east-1", "us-east-2"] },
      Bool: { "aws:SecureTransport": ["true"] },
    },
  });
  expect(ownStatement({ actions: ["a:B"], resources: ["arn:r"] })).toEqual({
    Effect: "Allow",
    Action: ["a:B"],
    Resource: ["arn:r"],
  });
});

test.each([
  [
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app",
    "arn:aws:ecr:us-east-1:111122223333:repository/team/app",
  ],
  [
    "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/app",
    "arn:aws:ecr:cn-north-1:111122223333:repository/app",
  ],
  ["ghcr.io/me/app", undefined],
  ["nginx", undefined],
])("the repository %s has the ARN %s", (repository, arn) => {
  expect(repositoryArn("aws", repository)).toBe(arn);
});

test.each([
  [secret, secret],
  [`${secret}:password::`, secret],
  [`${secret}::AWSPREVIOUS:`, secret],
  [parameter, parameter],
])("what ECS reads from %s is %s", (reference, arn) => {
  expect(secretArn(reference)).toBe(arn);
});
