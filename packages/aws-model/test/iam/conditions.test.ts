import { expect, test } from "vitest";
import { type Context, hold } from "../../src/iam/conditions.ts";

const context: Context = {
  "aws:sourceaccount": "123456789012",
  "aws:sourcearn": "arn:aws:ecs:us-east-1:123456789012:*",
  "aws:principaltag/team": "shop",
  "aws:securetransport": "true",
  "aws:multifactorauthage": "300",
  "aws:currenttime": "2026-01-01T00:00:00Z",
  "aws:tagkeys": ["app", "stage"],
  "aws:sourcevpc": null,
};

test.each<[operator: string, key: string, values: string[], holds: boolean | undefined]>([
  ["StringEquals", "aws:SourceAccount", ["123456789012"], true],
  ["StringEquals", "aws:SourceAccount", ["210987654321", "123456789012"], true],
  ["StringEquals", "aws:SourceAccount", ["210987654321"], false],
  ["StringNotEquals", "aws:SourceAccount", ["210987654321"], true],
  ["StringNotEquals", "aws:SourceAccount", ["210987654321", "123456789012"], false],
  ["StringEqualsIgnoreCase", "aws:PrincipalTag/team", ["SHOP"], true],
  ["StringLike", "aws:PrincipalTag/team", ["sh?p"], true],
  ["StringNotLike", "aws:PrincipalTag/team", ["sh*"], false],
  ["StringEquals", "aws:PrincipalTag/team", ["$" + "{aws:PrincipalTag/team}"], true],
  ["ArnLike", "aws:SourceArn", ["arn:aws:ecs:*:123456789012:*"], true],
  ["ArnLike", "aws:SourceArn", ["arn:aws:ecs:us-east-1:123456789012:cluster/main"], false],
  ["ArnLike", "aws:SourceArn", ["arn:aws:ecs:eu-west-1:123456789012:*"], false],
  ["ArnNotLike", "aws:SourceArn", ["arn:aws:ecs:eu-west-1:123456789012:*"], true],
  ["Bool", "aws:SecureTransport", ["true"], true],
  ["Bool", "aws:SecureTransport", ["false"], false],
  ["NumericLessThan", "aws:MultiFactorAuthAge", ["3600"], true],
  ["NumericGreaterThanEquals", "aws:MultiFactorAuthAge", ["301"], false],
  ["DateLessThan", "aws:CurrentTime", ["2025-01-01T00:00:00Z"], false],
  ["DateGreaterThan", "aws:CurrentTime", ["2025-01-01T00:00:00Z"], true],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["app", "stage", "team"], true],
  ["ForAllValues:StringEquals", "aws:TagKeys", ["app"], false],
  ["ForAnyValue:StringEquals", "aws:TagKeys", ["app"], true],
  ["Null", "aws:SourceVpc", ["true"], true],
  ["Null", "aws:SourceAccount", ["true"], false],
  ["StringEquals", "aws:SourceVpc", ["vpc-1"], false],
  ["StringEqualsIfExists", "aws:SourceVpc", ["vpc-1"], true],
  ["StringNotEquals", "aws:SourceVpc", ["vpc-1"], true],
  // Of this nothing is known.
  ["StringEquals", "aws:SourceVpce", ["vpce-1"], undefined],
  ["IpAddress", "aws:SourceAccount", ["10.0.0.0/8"], undefined],
])("%s %s %j: %s", (operator, key, values, holds) => {
  expect(hold([[operator, key, values]], context)).toBe(holds);
});

test("all conditions have to hold, and one that doesn't decides", () => {
  const unknown: [string, string, string[]] = ["StringEquals", "aws:SourceVpce", ["vpce-1"]];
  const yes: [string, string, string[]] = ["Bool", "aws:SecureTransport", ["true"]];
  const no: [string, string, string[]] = ["Bool", "aws:SecureTransport", ["false"]];
  expect(hold([], context)).toBe(true);
  expect(hold([yes, unknown], context)).toBe(undefined);
  expect(hold([yes, unknown, no], context)).toBe(false);
});
