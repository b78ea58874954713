import { join } from "node:path";
import { badVersions } from "@ublog/aws-model/src/wire/versions.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { afterAll, expect, test, vi } from "vitest";

// Modules of this file's own: other files of the same process have the real ones.
vi.resetModules();
const appUpdateOnTerminal = vi.fn();
vi.doMock("../../src/appUpdate/appUpdate.ts", () => ({ appUpdateOnTerminal, appUpdate: vi.fn() }));
const { main } = await import("../../src/cli.ts");

afterAll(() => {
  vi.doUnmock("../../src/appUpdate/appUpdate.ts");
  vi.resetModules();
});

test("`app-update` hands every argument on as it is, and its exit code back", async () => {
  const dir = temporaryFolder();
  const err = vi.spyOn(console, "error").mockImplementation(() => {});
  appUpdateOnTerminal.mockResolvedValue(4);
  const args = ["run", "--stack", "alpha", "--json", "-x=1", "", "--", "python", "manage.py", "--help"];
  expect(await main(["app-update", ...args], { dir })).toBe(4);
  expect(appUpdateOnTerminal).toHaveBeenCalledExactlyOnceWith(join(dir, "world.db"), args);
  expect(err.mock.calls).toEqual([
    [
      "Real: app-update and AWS's SDK. Stand-in: AWS, with its clock.\n`sandbox versions` lists what goes wrong.",
    ],
  ]);
});

test("`versions` lists what can go wrong", async () => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await main(["versions"], { dir: temporaryFolder() })).toBe(0);
  const lines = String(out.mock.calls[0]).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toContain("  -missing        was never pushed to the registry");
  for (const { ending } of badVersions)
    expect(lines.filter((line) => line.startsWith(`  ${ending} `))).toHaveLength(1);
});
