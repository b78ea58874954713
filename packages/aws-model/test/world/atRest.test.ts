import { expect, test, vi } from "vitest";
import { atRest } from "../../src/world/atRest.ts";
import { openWorld } from "../../src/world/world.ts";

test("a world at rest says what the world says, and reads each thing once", () => {
  const world = openWorld(":memory:");
  const vpc = {
    type: "aws:ec2/vpc:Vpc",
    id: "vpc-1",
    urn: "urn:vpc",
    inputs: {},
    state: { cidrBlock: "10.0.0.0/16" },
  };
  const secret = { kind: "secret", type: "aws:secretsmanager/secret:Secret", id: "s", urn: "", state: {} };
  world.put(vpc);
  world.leave(secret);
  const resources = vi.spyOn(world, "resources");
  const remains = vi.spyOn(world, "remains");
  const still = atRest(world);
  for (let i = 0; i < 3; i++) {
    expect(still.resources(vpc.type)).toEqual([vpc]);
    expect(still.get(vpc.type, "vpc-1")).toEqual(vpc);
    expect(still.get(vpc.type, "vpc-2")).toBe(undefined);
    expect(still.resources("aws:ec2/subnet:Subnet")).toEqual([]);
    expect(still.remains("secret")).toEqual([secret]);
  }
  expect(resources.mock.calls).toEqual([[vpc.type], ["aws:ec2/subnet:Subnet"]]);
  expect(remains.mock.calls).toEqual([["secret"]]);
  expect([still.resources(), still.remains()]).toEqual([[vpc], [secret]]);
  world.close();
});
