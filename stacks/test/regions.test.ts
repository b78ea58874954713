import { expect, it } from "vitest";
import { problemsOfAppRegion } from "../regions.ts";

const base = { stack: "base", region: "us-east-1" };

it("refuses an app in another region than its base, and says where the region comes from", () => {
  expect(problemsOfAppRegion("alpha", { path: "aws:region", name: "us-east-1" }, base)).toEqual([]);
  expect(problemsOfAppRegion("alpha", { path: "aws:region", name: "eu-west-1" }, base)).toEqual([
    {
      path: "aws:region",
      reason:
        'is "eu-west-1", and the base "base" is in us-east-1. An app is in the region of its base: pulumi config set aws:region us-east-1 --stack alpha',
    },
  ]);
  const variable = { path: "environment variable AWS_REGION", name: "eu-west-1" };
  expect(problemsOfAppRegion("alpha", variable, base)).toEqual([
    {
      path: "environment variable AWS_REGION",
      reason:
        'is "eu-west-1", and the base "base" is in us-east-1. An app is in the region of its base: write us-east-1',
    },
  ]);
});
