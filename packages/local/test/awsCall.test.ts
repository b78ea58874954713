import { expect, test } from "vitest";
import { type AwsRequest, callsOf, signerOf } from "../src/aws/awsCall.ts";

const signed = (service: string, request: Partial<AwsRequest>) => {
  const whole: AwsRequest = {
    method: "GET",
    url: "/",
    body: Buffer.from(""),
    ...request,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=KEY/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host`,
      ...request.headers,
    },
  };
  const signer = signerOf(whole);
  expect(signer).toEqual({ accessKey: "KEY", region: "eu-west-1", service });
  return callsOf(whole, signer).map(({ action, resource, context }) => [
    action,
    resource,
    ...(Object.keys(context).length > 0 ? [context] : []),
  ]);
};
const key = "arn:aws:s3:::files/app/a b.txt";
const identity = "arn:aws:ses:eu-west-1:123456789012:identity/example.com";

test.each([
  ["GET", "/files/app/a%20b.txt", [["s3:GetObject", key]]],
  ["HEAD", "/files/app/a%20b.txt", [["s3:GetObject", key]]],
  ["PUT", "/files/app/a%20b.txt", [["s3:PutObject", key]]],
  ["POST", "/files/app/a%20b.txt?uploads", [["s3:PutObject", key]]],
  ["DELETE", "/files/app/a%20b.txt", [["s3:DeleteObject", key]]],
  ["DELETE", "/files/app/a%20b.txt?uploadId=1", [["s3:AbortMultipartUpload", key]]],
  ["GET", "/files?prefix=app/", [["s3:ListBucket", "arn:aws:s3:::files", { "s3:prefix": "app/" }]]],
  ["GET", "/files", [["s3:ListBucket", "arn:aws:s3:::files", { "s3:prefix": null }]]],
])("S3: %s %s", (method, url, calls) => {
  expect(signed("s3", { method, url })).toEqual(calls);
});

test("S3: an access list and a copy ask for more", () => {
  expect(signed("s3", { method: "PUT", url: "/files/b", headers: { "x-amz-acl": "public-read" } })).toEqual([
    ["s3:PutObject", "arn:aws:s3:::files/b"],
    ["s3:PutObjectAcl", "arn:aws:s3:::files/b"],
  ]);
  const copy = { "x-amz-copy-source": "files/app/a%20b.txt" };
  expect(signed("s3", { method: "PUT", url: "/files/b", headers: copy })).toEqual([
    ["s3:PutObject", "arn:aws:s3:::files/b"],
    ["s3:GetObject", key],
  ]);
});

test("SES: quota, a raw mail and version 2 of the API", () => {
  const form = (fields: Record<string, string>) =>
    signed("ses", { method: "POST", body: Buffer.from(new URLSearchParams(fields).toString()) });
  expect(form({ Action: "GetSendQuota" })).toEqual([["ses:GetSendQuota", "*"]]);
  const raw = Buffer.from("Subject: Hi\nFrom: Us <noreply@example.com>\n\nHi").toString("base64");
  expect(form({ Action: "SendRawEmail", "RawMessage.Data": raw })).toEqual([["ses:SendRawEmail", identity]]);
  const body = Buffer.from(JSON.stringify({ Content: { Raw: { Data: raw } } }));
  expect(signed("ses", { method: "POST", url: "/v2/email/outbound-emails", body })).toEqual([
    ["ses:SendEmail", identity],
  ]);
});

test("others, by their target: a secret by its name", () => {
  const headers = { "x-amz-target": "secretsmanager.GetSecretValue" };
  const body = Buffer.from('{"SecretId": "base-database"}');
  expect(signed("secretsmanager", { method: "POST", headers, body })).toEqual([
    ["secretsmanager:GetSecretValue", "base-database"],
  ]);
});
