import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { urnOf } from "@ublog/aws-model/test/support/awsResources.ts";
import { GONE } from "@ublog/aws-model/test/support/deadProcess.ts";
import { expect, test } from "vitest";
import { faultText, isFor, parseFault } from "../../src/faults/fault.ts";
import { endFaults, planFaults, strikes, takeFault } from "../../src/faults/plan.ts";

test.each([
  [
    "create:Instance/base-database:half",
    { action: "create", type: "Instance", name: "base-database", how: "half", times: 1 },
  ],
  ["delete:*/*:hang", { action: "delete", type: "*", name: "*", how: "hang", times: 1 }],
  [
    "update:aws:ecs/service:Service/alpha-*:kill-after*2",
    { action: "update", type: "aws:ecs/service:Service", name: "alpha-*", how: "kill-after", times: 2 },
  ],
  ["create:Vpc/a/b:throttle", { action: "create", type: "Vpc", name: "a/b", how: "throttle", times: 25 }],
  ["create:Eip/x:throttle*5", { action: "create", type: "Eip", name: "x", how: "throttle", times: 5 }],
])("%s is read, and written the same", (text, fault) => {
  expect(parseFault(text)).toEqual(fault);
  expect(faultText(parseFault(text))).toBe(text);
});

const howToWrite = `Write <action>:<type>/<name>:<how>, for example create:Instance/ublog-base-database:half.
  action  create, update, delete
  type    the last word of a type, such as Instance, or all of it, such as aws:rds/instance:Instance, or *
  name    the resource's name in the program; * matches any characters
  how     error: AWS refuses it; nothing is done
          throttle: AWS answers ThrottlingException; up to 24 times the SDK tries again, after the 25th it gives up
          half: AWS does it, but it takes longer than the provider waits
          hang: AWS does it, but never answers; the run goes on until it is stopped
          kill-before: the engine is killed before AWS hears of it
          kill-after: the engine is killed after AWS has done it, before the engine records it
  Add *3 for something that happens three times, for throttle the number of requests that are refused.`;

test.each([
  "",
  "create",
  "create:Instance:half",
  "make:Vpc/a:half",
  "create:Vpc/a:explode",
  "create:Vpc/a:half*0",
  "create:Vpc/a:half*",
])("%j is refused with what can be written", (text) => {
  expect(() => parseFault(text)).toThrow(`--fault is ${JSON.stringify(text)}. ${howToWrite}`);
});

test("a type that isn't there is refused, with the nearest one", () => {
  expect(() => parseFault("create:Instnace/a:half")).toThrow(
    '--fault is "create:Instnace/a:half", but there is no type Instnace; did you mean Instance?',
  );
  expect(() => parseFault("create:aws:rds/instance:Instanc/a:half")).toThrow(
    "there is no type aws:rds/instance:Instanc; did you mean aws:rds/instance:Instance?",
  );
});

test("what is made without AWS can only be cut off by the engine's end", () => {
  expect(parseFault("create:RandomId/x:kill-after").how).toBe("kill-after");
  for (const type of ["RandomId", "random:index/randomId:RandomId"])
    expect(() => parseFault(`create:${type}/x:half`, "--only")).toThrow(
      `--only is "create:${type}/x:half", but ${type} is made on this machine, without AWS. Only kill-before and kill-after can happen to it.`,
    );
});

test("a fault is for changes of its action, type and name", () => {
  const fault = parseFault("create:Instance/base-*:half");
  const database = { action: "create", type: "aws:rds/instance:Instance", name: "base-database" } as const;
  expect(isFor(fault, database)).toBe(true);
  expect(isFor(fault, { ...database, action: "delete" })).toBe(false);
  expect(isFor(fault, { ...database, type: "aws:rds/instanceX:InstanceX" })).toBe(false);
  expect(isFor(fault, { ...database, name: "a-base-database" })).toBe(false);
  expect(isFor(parseFault("create:Instance/a.b:half"), { ...database, name: "axb" })).toBe(false);
});

const one = urnOf("aws:ec2/vpc:Vpc", "one");
const two = urnOf("aws:ec2/vpc:Vpc", "two");

test("a fault strikes as often as it says, and what never came up is reported", () => {
  const world = openWorld(":memory:");
  expect(takeFault(world, "create", one)).toBeUndefined();
  const [twice, other] = [parseFault("create:Vpc/*:error*2"), parseFault("delete:Vpc/one:half")];
  planFaults(world, [twice, other]);
  expect(takeFault(world, "create", one)).toEqual({ fault: twice, each: false, by: process.pid });
  expect(takeFault(world, "create", two, "half")).toBeUndefined();
  expect(takeFault(world, "create", two)).toEqual({ fault: twice, each: false, by: process.pid });
  expect(takeFault(world, "create", two)).toBeUndefined();
  expect(strikes(world)).toEqual([
    { fault: twice, urn: one },
    { fault: twice, urn: two },
  ]);
  expect(endFaults(world)).toEqual([other]);
  expect(takeFault(world, "delete", one)).toBeUndefined();
  expect(strikes(world)).toEqual([]);
});

test("what a process planned that is gone strikes nothing, and is forgotten", () => {
  const world = openWorld(":memory:");
  planFaults(world, [parseFault("create:Vpc/*:hang")]);
  const [plan] = world.contents("planned fault");
  world.keep({ kind: "planned fault", key: plan?.key ?? "", value: { ...Object(plan?.value), by: GONE } });
  expect(takeFault(world, "create", one)).toBeUndefined();
  planFaults(world, []);
  expect(endFaults(world)).toEqual([]);
});

test("a fault for each strikes every resource as often as it says", () => {
  const world = openWorld(":memory:");
  const fault = parseFault("create:*/*:error");
  planFaults(world, [fault], { each: true });
  expect([one, one, two, two].map((urn) => takeFault(world, "create", urn)?.fault.how)).toEqual([
    "error",
    undefined,
    "error",
    undefined,
  ]);
  expect(endFaults(world)).toEqual([]);
});
