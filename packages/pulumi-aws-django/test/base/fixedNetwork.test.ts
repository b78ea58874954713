import { expect, test } from "vitest";
import { checkNetworkMove } from "../../src/base/fixedNetwork.ts";
import { recordBase } from "../support/recordBase.ts";

const RECORD = "random:index/randomId:RandomId";

const own = { cidrBlock: "10.0.0.0/16", vpcId: "" };
const existing = { cidrBlock: "", vpcId: "vpc-1" };

const moved = "AWS cannot move a load balancer to another VPC.";

test("what a base was made with stays the same", () => {
  expect(checkNetworkMove(own, own)).toEqual([]);
  expect(checkNetworkMove(existing, existing)).toEqual([]);
});

test.each([
  [
    own,
    { ...own, cidrBlock: "10.1.0.0/16" },
    "network.cidrBlock",
    'is "10.1.0.0/16". This base was made with 10.0.0.0/16: write that, or destroy the base first. AWS cannot give a VPC other addresses.',
  ],
  [
    own,
    existing,
    "network.vpcId",
    `is "vpc-1". This base has a network of its own, 10.0.0.0/16: leave vpcId and the lists of subnets out, or destroy the base first. ${moved}`,
  ],
  [
    existing,
    own,
    "network.vpcId",
    `is missing. This base was made in vpc-1: write that, or destroy the base first. ${moved}`,
  ],
  [
    existing,
    { cidrBlock: "", vpcId: "vpc-2" },
    "network.vpcId",
    `is "vpc-2". This base was made in vpc-1: write that, or destroy the base first. ${moved}`,
  ],
])("%o can't become %o", (was, is, path, reason) => {
  expect(checkNetworkMove(was, is)).toEqual([{ path, reason }]);
});

test("a resource that costs nothing remembers it, and takes nothing new up", async () => {
  const recording = await recordBase({ network: { cidrBlock: "10.2.0.0/16" } });
  const record = recording.of(RECORD).find(({ name }) => name === "base-network");
  expect(record).toMatchObject({
    ignoreChanges: ["keepers"],
    inputs: { byteLength: 1, keepers: { cidrBlock: "10.2.0.0/16", vpcId: "" } },
  });
});
