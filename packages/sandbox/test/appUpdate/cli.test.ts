import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { appUpdateOnTerminal } from "../../src/appUpdate/appUpdate.ts";
import { main } from "../../src/cli.ts";
import { badVersions } from "../../src/wire/versions.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

vi.mock(import("../../src/appUpdate/appUpdate.ts"), () => ({
  appUpdateOnTerminal: vi.fn(),
  appUpdate: vi.fn(),
}));

test("`app-update` hands every argument on as it is, and its exit code back", async () => {
  const dir = temporaryFolder();
  const err = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.mocked(appUpdateOnTerminal).mockResolvedValue(4);
  const args = ["run", "--env", "alpha", "--json", "-x=1", "", "--", "python", "manage.py", "--help"];
  expect(await main(["app-update", ...args], { dir })).toBe(4);
  expect(appUpdateOnTerminal).toHaveBeenCalledExactlyOnceWith(join(dir, "world.db"), args);
  expect(err.mock.calls).toEqual([
    [
      "Real: app-update and AWS's SDK. Stand-in: AWS, with its clock. `sandbox versions` lists what goes wrong.",
    ],
  ]);
});

test("`versions` lists what can go wrong", async () => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await main(["versions"], { dir: temporaryFolder() })).toBe(0);
  const lines = String(out.mock.calls[0]).split("\n");
  expect(lines).toContain("  -missing        was never pushed to the registry");
  for (const { ending } of badVersions)
    expect(lines.filter((line) => line.startsWith(`  ${ending} `))).toHaveLength(1);
});
