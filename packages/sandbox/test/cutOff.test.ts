import { expect, test } from "vitest";
import { cutOffWarning } from "../src/sandbox/cutOff.ts";

const pending = (...operations: [type: string, urn: string][]) =>
  operations.map(([type, urn]) => ({ type, resource: { urn, type: "aws:ec2/vpc:Vpc" } }));
const goOn = "To go on: npx -y pnpm@12 sandbox pipeline recover --stack=base";

test.each([
  ["up", pending(["creating", "a"]), `base was cut off while a resource was being made. ${goOn}`],
  ["destroy", pending(["creating", "a"]), `base was cut off while a resource was being made. ${goOn}`],
  [
    "up",
    pending(["creating", "a"], ["creating", "a"], ["creating", "b"], ["deleting", "c"]),
    `base was cut off while 2 resources were being made and a resource was being deleted. ${goOn}`,
  ],
  ["up", pending(["deleting", "c"]), `base was cut off while a resource was being deleted. ${goOn}`],
  ["destroy", pending(["deleting", "c"]), undefined],
  ["up", pending(["updating", "d"]), undefined],
  ["up", [], undefined],
] as const)("before `%s` after %j", (command, operations, warning) => {
  expect(cutOffWarning("base", operations, command)).toBe(warning);
});
