import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { compareWithAws } from "../../src/faults/compareWithAws.ts";
import { parseFault } from "../../src/faults/fault.ts";
import { recover } from "../../src/faults/manualRecovery.ts";
import { sweep } from "../../src/faults/sweep/sweep.ts";
import { withFaults } from "../../src/faults/withFaults.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { update } from "../../src/sandbox/update.ts";

/** A few of each kind; the whole sweep is `ublog sweep`. */
const sample = {
  base: [
    "create:Vpc/*:kill-after",
    "create:NatGateway/*:half",
    "create:Instance/*:kill-after",
    "update:Instance/*:half",
    "update:LoadBalancer/*:kill-after",
    "delete:Instance/*:half",
    "delete:NatGateway/*:kill-before",
  ],
  alpha: [
    "create:Cluster/*:kill-after",
    "create:ListenerRule/*:hang",
    "create:TaskDefinition/ublog-alpha-gunicorn:throttle",
    "create:Record/*:half",
    "create:Service/ublog-alpha-gunicorn:kill-after",
    "update:Service/*:hang",
    "update:TargetGroup/*:kill-before",
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
            "create:aws:ec2/vpc:Vpc/ublog-base:kill-after",
            "create:aws:rds/instance:Instance/ublog-base-database:kill-after",
          ]
        : [],
    );
  },
);

const baseKinds = [
  "create:half",
  "create:kill-after",
  "delete:half",
  "delete:kill-before",
  "update:half",
  "update:kill-after",
];
const alphaKinds = [
  "create:half",
  "create:hang",
  "create:kill-after",
  "create:throttle",
  "delete:kill-after",
  "update:hang",
  "update:kill-before",
];

test("where an up came before the recovery, what stands stays, and what the killed run made goes", async () => {
  const project = fileURLToPath(new URL("../fixtures/aws-stack", import.meta.url));
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  // One resource at a time: nothing else is under way when the engine is killed.
  const up = () => update(sandbox, "up", "dev", { args: ["--parallel", "1"] });
  const faults = ["create:Secret/key:kill-after"].map((text) => parseFault(text));
  expect((await withFaults(sandbox.world, faults, up)).result.code).toBe(137);
  expect((await up()).code).toBe(0);
  const orphaned = async () => [...(await compareWithAws(sandbox, "dev")).wrong.keys()];
  const secret = "urn:pulumi:dev::aws-stack::aws:secretsmanager/secret:Secret::key";
  expect(await orphaned()).toEqual([secret]);

  expect([...(await recover(sandbox, "dev")).keys()]).toEqual([secret]);
  const { code, counts } = await up();
  expect([code, counts.replaced, counts.created, counts.unchanged]).toEqual([0, 0, 0, 14]);
  expect(await orphaned()).toEqual([]);
});
