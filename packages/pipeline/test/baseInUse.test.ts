import { expect, test } from "vitest";
import { type OtherStack, usersOf } from "../src/baseInUse.ts";
import type { StackFile } from "../src/stackFiles.ts";
import { parseState, type State } from "../src/state.ts";

function stateOf(resources: object[]): State {
  const all = resources.map((resource, index) => ({
    urn: `urn:pulumi:s::ublog::aws:x:Y::r${index}`,
    type: "aws:x:Y",
    custom: true,
    ...resource,
  }));
  return parseState(JSON.stringify({ version: 3, deployment: { resources: all } }));
}

const file = (stack: string, base?: string): StackFile => ({
  stack,
  file: `Pulumi.${stack}.yaml`,
  program: "app",
  base,
  secretsProvider: undefined,
});
const other = (stack: string, state: State, base?: string): OtherStack => ({
  stack,
  state,
  file: base ? file(stack, base) : undefined,
});

const base = stateOf([
  { id: "vpc-0123456789", outputs: { arn: "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789" } },
  { id: "ublog" },
  { id: "none" },
  { type: "pulumi:providers:aws", id: "11111111-2222-3333-4444-555555555555" },
]);

test("a stack that names the base and has resources uses it", () => {
  const users = usersOf("base", base, [other("alpha", stateOf([{ id: "a" }, { id: "b" }]), "base")]);
  expect(users).toEqual([{ stack: "alpha", resources: 2, because: "Pulumi.alpha.yaml names it" }]);
});

test("the base may be named with its organization", () => {
  expect(usersOf("base", base, [other("alpha", stateOf([{}]), "octocat/ublog/base")])).toHaveLength(1);
});

test("a stack whose resources name one of the base's uses it, however deep", () => {
  const inputs = { rules: [{ network: "vpc-0123456789" }] };
  expect(usersOf("base", base, [other("review-7", stateOf([{}, { inputs }]))])).toEqual([
    { stack: "review-7", resources: 2, because: "its resources use vpc-0123456789" },
  ]);
  const byArn = { arn: "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789" };
  expect(usersOf("base", base, [other("review-7", stateOf([{ inputs: byArn }]))])).toHaveLength(1);
});

test.each([
  ["that is empty", other("alpha", stateOf([]), "base")],
  ["that has nothing but its provider", other("alpha", stateOf([{ type: "pulumi:providers:aws" }]), "base")],
  ["of another base", other("alpha", stateOf([{}]), "base2")],
  ["with an id that only begins alike", other("alpha", stateOf([{ inputs: { vpcId: "vpc-01234567890" } }]))],
  ["with a short name in common", other("alpha", stateOf([{ inputs: { name: "ublog", mode: "none" } }]))],
  [
    "with the same provider",
    other("alpha", stateOf([{ inputs: { p: "11111111-2222-3333-4444-555555555555" } }])),
  ],
])("a stack %s doesn't use it", (_, stack) => {
  expect(usersOf("base", base, [stack])).toEqual([]);
});
