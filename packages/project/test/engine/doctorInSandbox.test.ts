import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox } from "../../../sandbox/src/index.ts";
import type { Named } from "../../src/doctor/report.ts";

test("`sandbox doctor` asks the stand-in what it knows, before and after the first up", async () => {
  const dir = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const sandbox = await openSandbox({ dir });
  const ids = [
    "stack-files",
    "network",
    "account",
    "base-account",
    "rights",
    "vpcs",
    "zone",
    "host-names",
    "images",
  ];
  const only = ids.flatMap((id) => ["--only", id]);
  const found = async () => {
    const { code, stdout } = await sandbox.projectVerb(["doctor", "--json", ...only]);
    const findings: Named[] = JSON.parse(stdout).findings;
    return { code, lines: findings.map(({ question, status, found }) => `${status} ${question}: ${found}`) };
  };
  const example = "Pulumi.base.yaml still has the domain or the zone of the example";
  const told = (base: string, images: string) => [
    'warning stack-files: Pulumi.base.yaml: ublog:domainName is still "example.com".',
    'warning stack-files: Pulumi.base.yaml: ublog:zoneId is still "Z0123456789ABCDEFGHIJ".',
    "ok network: AWS answers, and the clocks agree",
    "ok account: 123456789012, us-east-1, as user/sandbox",
    base,
    "ok rights: all of 18 actions that `up` begins with",
    "not asked vpcs: the stand-in for AWS doesn't know it",
    `not asked zone: ${example}`,
    `not asked host-names: ${example}`,
    images,
  ];
  expect(await found()).toEqual({
    code: 0,
    lines: told(
      "not asked base-account: no base is up yet",
      "not asked images: no environment is up, and --version names none",
    ),
  });
  for (const stack of ["base", "alpha"])
    await sandbox.pulumi(["up", "--stack", stack, "--yes", "--skip-preview"]);
  expect(await found()).toEqual({
    code: 0,
    lines: told(
      "ok base-account: base is in account 123456789012",
      "not asked images: the stand-in for AWS doesn't know it",
    ),
  });
});
