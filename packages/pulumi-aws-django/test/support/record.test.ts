import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { record } from "./record.ts";

const versioned = (bucket: pulumi.Output<string>) => ({
  bucket,
  versioningConfiguration: { status: "Enabled" },
});

class Pair extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  constructor(name: string) {
    super("test:index:Pair", name, {});
    const bucket = new aws.s3.Bucket(
      name,
      { tags: { a: pulumi.secret("b") } },
      { parent: this, protect: true },
    );
    new aws.s3.BucketVersioning(name, versioned(bucket.bucket), {
      parent: this,
      ignoreChanges: ["mfa"],
      deleteBeforeReplace: true,
    });
    this.arn = bucket.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

test("a recording holds inputs, options, secrets, outputs and the result of the program", async () => {
  const recording = await record(() => ({ arn: new Pair("pair").arn }));
  expect(recording.result).toEqual({ arn: "arn:aws:s3:::pair" });
  expect(recording.all.map((r) => `${r.type} ${r.name}`)).toEqual([
    "test:index:Pair pair",
    "aws:s3/bucket:Bucket pair",
    "aws:s3/bucketVersioning:BucketVersioning pair",
  ]);
  expect(recording.one("aws:s3/bucket:Bucket")).toMatchObject({
    inputs: { tags: { a: "b" } },
    secrets: ["tags.a"],
    parent: "pair",
    protect: true,
  });
  expect(recording.one("aws:s3/bucketVersioning:BucketVersioning")).toMatchObject({
    inputs: { bucket: "pair", versioningConfiguration: { status: "Enabled" } },
    secrets: [],
    dependsOn: ["Bucket pair"],
    ignoreChanges: ["mfa"],
    deleteBeforeReplace: true,
    protect: false,
  });
  expect(recording.one("test:index:Pair").outputs).toEqual({ arn: "arn:aws:s3:::pair" });
});

test("each recording starts afresh", async () => {
  const first = await record(() => void new Pair("pair"));
  const second = await record(() => void new Pair("pair"));
  expect(second.all).toEqual(first.all);
});

test("a resource that isn't there is an error with the candidates", async () => {
  const recording = await record(() => void new Pair("pair"));
  expect(() => recording.one("aws:s3/bucket:Bucket", "other")).toThrow(
    "expected one aws:s3/bucket:Bucket other, found 0 of:\n  test:index:Pair pair\n  aws:s3/bucket:Bucket pair\n  aws:s3/bucketVersioning:BucketVersioning pair",
  );
});

test("a question to AWS that nobody answers ends the recording with one line", async () => {
  const program = () => {
    const { arn } = new Pair("pair");
    const zones = aws.getAvailabilityZonesOutput();
    const bucket = new aws.s3.Bucket("zones", { tags: { zones: zones.id } });
    return { arn, zone: new aws.s3.BucketVersioning("zones", versioned(bucket.bucket)).id };
  };
  const ended = record(program).catch((error: Error) => error.stack);
  expect(await ended).toBe(
    "no answer for aws:index/getAvailabilityZones:getAvailabilityZones: add one to test/support/answers.ts",
  );
  expect((await record(() => ({ arn: new Pair("pair").arn }))).result).toEqual({ arn: "arn:aws:s3:::pair" });
});
