import { expect, expectTypeOf, test } from "vitest";
import type * as z from "zod";
import { checkedContract } from "../../src/app/base.ts";
import {
  type BaseContract,
  baseContractProblems,
  type baseContractShape,
  type KnownBaseContract,
} from "../../src/contracts/baseContract.ts";
import { baseContract } from "../app/support/base.ts";
import { recordBase } from "../support/recordBase.ts";

const UP = "Bring it up.";

test("every field is checked when it is read", () => {
  expectTypeOf<z.infer<typeof baseContractShape>>().toEqualTypeOf<KnownBaseContract>();
  expectTypeOf<keyof KnownBaseContract>().toEqualTypeOf<keyof BaseContract>();
});

test("what a base writes is what its apps read", async () => {
  const { contract } = (await recordBase()).result;
  expect(baseContractProblems(contract, UP)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ["nothing", undefined, [": is missing. Bring it up."]],
  ["text", "base", [": is missing. Bring it up."]],
  [
    "an older version",
    { ...baseContract, version: 0 },
    ["version: is 0, and this release of pulumi-aws-django reads version 2. Bring it up."],
  ],
  [
    "a newer version",
    { ...baseContract, version: 3 },
    [
      "version: is 3, and this release of pulumi-aws-django reads version 2. Use the release that the base was made with.",
    ],
  ],
  [
    "parts that are wrong",
    {
      ...baseContract,
      zoneId: 7,
      cache: null,
      network: {
        ...baseContract.network,
        taskSubnetIds: ["subnet-1", { id: "x".repeat(99) }],
        vpcId: undefined,
      },
      mail: "yes",
    },
    [
      "zoneId: is 7, not a string. Bring it up.",
      "network.vpcId: is missing. Bring it up.",
      `network.taskSubnetIds.1: is {"id":"${"x".repeat(70)}…, not a string. Bring it up.`,
      "cache: is null, not an object. Bring it up.",
      'mail: is "yes", not an object. Bring it up.',
    ],
  ],
])("%s is refused", (_, contract, problems) => {
  expect(baseContractProblems(contract, UP).map(({ path, reason }) => `${path}: ${reason}`)).toEqual(
    problems,
  );
});

test("what a later release has added is left alone", () => {
  expect(baseContractProblems({ ...baseContract, waf: { arn: "arn:waf" } }, UP)).toEqual([]);
});

test("an app names what the output lacks that it was given as its base", () => {
  const { cache: _, ...rest } = baseContract;
  expect(checkedContract(baseContract)).toBe(baseContract);
  expect(() => checkedContract(rest)).toThrow(
    "DjangoApp can't be made:\n  base.cache: is missing. Run `pulumi up` on the base's stack with the same release of pulumi-aws-django as the app's.",
  );
});
