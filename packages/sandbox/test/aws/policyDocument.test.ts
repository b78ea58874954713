import { expect, test } from "vitest";
import type { Properties, Value } from "../../src/world/world.ts";
import { awsAccount } from "../support/awsResources.ts";

const { provider } = awsAccount();
const render = (args: Properties) => provider.invoke("aws:iam/getPolicyDocument:getPolicyDocument", args);
const document = (args: Properties) => JSON.parse(String(render(args).json)) as Value;

const allow = (...actions: string[]) => ({ actions, resources: ["*"] });

test("a statement in AWS's spelling: several values sorted backwards, a single one alone", () => {
  const { json } = render({
    statements: [
      {
        sid: "Read",
        actions: ["s3:GetObject", "s3:ListBucket"],
        resources: ["arn:aws:s3:::b"],
        conditions: [
          { test: "StringEquals", variable: "aws:PrincipalTag/team", values: ["a", "b"] },
          { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
        ],
      },
    ],
  });
  expect(json).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::b",
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "true"
        },
        "StringEquals": {
          "aws:PrincipalTag/team": [
            "a",
            "b"
          ]
        }
      }
    }
  ]
}`);
});

test.each<[string, Properties[], Value]>([
  [
    "a service",
    [{ type: "Service", identifiers: ["ecs-tasks.amazonaws.com"] }],
    { Service: "ecs-tasks.amazonaws.com" },
  ],
  ["everybody", [{ type: "*", identifiers: ["*"] }], "*"],
  ["everybody of AWS", [{ type: "AWS", identifiers: ["*"] }], { AWS: "*" }],
  [
    "several of several kinds",
    [
      { type: "Service", identifiers: ["a", "b"] },
      { type: "AWS", identifiers: ["c"] },
      { type: "AWS", identifiers: ["d"] },
    ],
    { AWS: ["d", "c"], Service: ["b", "a"] },
  ],
])("a principal that is %s", (_who, principals, expected) => {
  const statements = [{ actions: ["sts:AssumeRole"], principals }];
  expect(document({ statements })).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: expected }],
  });
});

test("variables of AWS are written with an ampersand", () => {
  const statements = [
    { effect: "Deny", notActions: ["s3:*"], notResources: ["arn:aws:s3:::b/&{aws:username}/*"] },
  ];
  expect(document({ statements })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        NotAction: "s3:*",
        NotResource: ["arn:aws:s3:::b/$", "{aws:username}/*"].join(""),
      },
    ],
  });
  expect(() => render({ statements, version: "2008-10-17" })).toThrow(
    "which is not supported in document version 2008-10-17",
  );
});

test("sources come first, and the own statement of the same Sid takes the place of theirs", () => {
  const source = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "A", Effect: "Allow", Action: "a:1", Resource: "*" },
      { Effect: "Allow", Action: "a:2", Resource: "*" },
    ],
  });
  const args = {
    sourcePolicyDocuments: [source, ""],
    statements: [{ sid: "A", ...allow("b:1") }, allow("b:2")],
  };
  expect(document(args)).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "A", Effect: "Allow", Action: "b:1", Resource: "*" },
      { Effect: "Allow", Action: "a:2", Resource: "*" },
      { Effect: "Allow", Action: "b:2", Resource: "*" },
    ],
  });
});

test("overrides have the last word, also on the id", () => {
  const override = '{"Id":"over","Statement":{"Sid":"A","Effect":"Deny","Action":"c:1","Resource":"*"}}';
  const args = {
    policyId: "own",
    overridePolicyDocuments: [override],
    statements: [{ sid: "A", ...allow("b:1") }],
  };
  expect(document(args)).toEqual({
    Version: "2012-10-17",
    Id: "over",
    Statement: [{ Sid: "A", Effect: "Deny", Action: "c:1", Resource: "*" }],
  });
});

test("a Sid given twice is refused", () => {
  const twice = [
    { sid: "A", ...allow("a:1") },
    { sid: "A", ...allow("a:2") },
  ];
  expect(() => render({ statements: twice })).toThrow(
    "duplicate Sid (A). Remove the Sid or ensure the Sid is unique.",
  );
  const source = '{"Statement":[{"Sid":"A","Effect":"Allow","Action":"a:1","Resource":"*"}]}';
  expect(() => render({ sourcePolicyDocuments: [source, source] })).toThrow(
    "duplicate Sid (A) in source_policy_documents (item 1; statement 0). Remove the Sid or ensure Sids are unique.",
  );
});

test("nothing makes an empty document", () => {
  expect(render({})).toMatchObject({
    json: '{\n  "Version": "2012-10-17"\n}',
    minifiedJson: '{"Version":"2012-10-17"}',
  });
});
