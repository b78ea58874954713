import { join } from "node:path";
import { expect, test } from "vitest";
import { parseFault } from "../../src/faults/fault.ts";
import { sweep } from "../../src/faults/sweep/sweep.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

/** A few of each kind; the whole sweep is `pnpm sweep`. */
const sample = {
  base: [
    "create:Vpc/*:kill-after",
    "create:NatGateway/*:half",
    "create:Instance/*:kill-after",
    "delete:Instance/*:half",
    "delete:NatGateway/*:kill-before",
  ],
  alpha: [
    "create:Cluster/*:kill-after",
    "create:ListenerRule/*:hang",
    "create:TaskDefinition/alpha-gunicorn:throttle",
    "create:Record/*:half",
    "create:Service/alpha-gunicorn:kill-after",
    "delete:Service/*:kill-after",
  ],
};

test.each(Object.entries(sample))(
  "%s recovers from what went wrong with some of its resources",
  async (stack, faults) => {
    const report = await sweep({
      dir: join(temporaryFolder(), "sweep"),
      log: () => {},
      signal: new AbortController().signal,
      groups: [faults.map((text) => parseFault(text))],
      stacks: [stack],
    });
    expect(report.cases.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const seen = new Set(report.cases.map(({ fault }) => fault.replace(/:aws:.*:/, ":")));
    expect([...seen].sort()).toEqual(stack === "base" ? baseKinds : alphaKinds);
    const asked = report.cases.flatMap(({ fault, person }) => (person === undefined ? [] : [fault]));
    expect(asked).toEqual(
      stack === "base"
        ? [
            "create:aws:ec2/vpc:Vpc/base:kill-after",
            "create:aws:rds/instance:Instance/base-database:kill-after",
          ]
        : [],
    );
  },
);

const baseKinds = ["create:half", "create:kill-after", "delete:half", "delete:kill-before"];
const alphaKinds = [
  "create:half",
  "create:hang",
  "create:kill-after",
  "create:throttle",
  "delete:kill-after",
];
