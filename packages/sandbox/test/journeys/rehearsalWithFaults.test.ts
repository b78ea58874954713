import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { compareWithAws } from "../../src/faults/compareWithAws.ts";
import { parseFault } from "../../src/faults/fault.ts";
import { recoveryCommand } from "../../src/faults/manualRecovery.ts";
import { withFaults } from "../../src/faults/withFaults.ts";
import { describeReport, rehearse } from "../../src/rehearse/rehearse.ts";
import { destroy, nothingIsLeft, onlyCreates, up } from "../../src/rehearse/steps.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { update } from "../../src/sandbox/update.ts";

const project = fileURLToPath(new URL("../fixtures/task", import.meta.url));

test("a rehearsal with faults recovers from each, and reports what happened", async () => {
  const faults = [
    "create:Secret/key:kill-after",
    "create:Service/web:half",
    "create:TaskDefinition/web:throttle*3",
    "delete:Cluster/main:hang",
    "delete:Vpc/none:half",
  ];
  const report = await rehearse([up("dev", { expect: onlyCreates }), destroy("dev"), nothingIsLeft], {
    project,
    dir: join(temporaryFolder(), "rehearsals"),
    log: () => {},
    signal: new AbortController().signal,
    faults: faults.map((fault) => parseFault(fault)),
  });
  const { ok, reason, steps, unmet } = report;
  expect({ ok, reason, unmet }).toEqual({ ok: true, reason: undefined, unmet: ["delete:Vpc/none:half"] });
  expect(steps.map(({ step, faults: struck, asked }) => [step, struck, asked])).toEqual([
    [
      "up dev",
      ["create:Secret/key:kill-after"],
      // Whatever else was under way may be asked for too.
      expect.arrayContaining([
        "aws secretsmanager list-secrets --filters Key=name,Values=key --region us-east-1 --query 'SecretList[?Name=='\\''key'\\''].ARN' --output text",
      ]),
    ],
    ["up dev, after the fault", ["create:Service/web:half"], undefined],
    ["up dev, after the fault", undefined, undefined],
    ["destroy dev", ["delete:Cluster/main:hang"], undefined],
    ["destroy dev, after the fault", undefined, undefined],
    ["nothing is left", undefined, undefined],
  ]);
  const text = describeReport(report);
  expect(text).toContain(
    "up dev failed as planned (create:Secret/key:kill-after): The engine says:\nthe engine was killed\n  A person asked: aws ",
  );
  expect(text).toContain(
    "The fault delete:Vpc/none:half never happened: there was no delete of such a resource.\n",
  );
});

test("who follows what the sandbox says after a run that was killed has each resource once", async () => {
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  // One resource at a time: nothing else is under way when the engine is killed.
  const run = () => update(sandbox, "up", "dev", { args: ["--parallel", "1"] });
  const { result, unmet } = await withFaults(
    sandbox.world,
    [parseFault("create:Secret/key:kill-after"), parseFault("create:Service/web:throttle")],
    run,
  );
  expect([result.code, unmet.map(({ how }) => how)]).toEqual([137, ["throttle"]]);

  const [, command = ""] =
    /npx -y pnpm@12 sandbox pipeline (.+)\n$/.exec((await recoveryCommand(sandbox, "dev")) ?? "") ?? [];
  expect(command).toMatch(
    /^recover --stack=dev --found=Secret\/key=arn:aws:secretsmanager:us-east-1:123456789012:secret:key-\w{6}$/,
  );
  const recovered = await sandbox.pipeline(command.split(" "));
  expect(recovered.stdout).toContain(
    "Recovered. The next `pulumi up` or `pulumi destroy` goes on from here:\n",
  );
  expect(await recoveryCommand(sandbox, "dev")).toBeUndefined();
  expect((await run()).code).toBe(0);
  expect((await compareWithAws(sandbox, "dev")).wrong).toEqual(new Map());
});
