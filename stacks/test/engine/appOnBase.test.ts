import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-app-"));
let sandbox: Sandbox;
/** Ids of what the base is made of. */
let made: string[];

beforeAll(async () => {
  sandbox = await openSandbox({ dir });
  expect((await update(sandbox, "up", "base")).code).toBe(0);
  made = ids();
});

afterAll(() => rmSync(dir, { recursive: true }));

function ids(): string[] {
  const world = openWorld(sandbox.world);
  const found = world.resources().map(({ id }) => id);
  world.close();
  return found;
}

it("refuses an app that doesn't fit its base before its first resource, with all that is wrong", async () => {
  const settings = {
    "aws:region": "eu-west-1",
    "ublog:hostName": "shop.eu.example.com",
    "ublog:services": JSON.stringify({
      monitor: {
        command: ["flower"],
        port: 5555,
        route: { enabled: true, paths: ["/monitor/*"], healthCheckPath: "/monitor/healthcheck" },
      },
    }),
  };
  const args = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const { code, errors } = await update(sandbox, "up", "alpha", { args });
  expect([code, ids()]).toEqual([1, made]);
  expect(errors).toEqual([
    [
      "Pulumi.alpha.yaml: 3 settings can't be used; nothing was changed.",
      '  aws:region: is "eu-west-1", and the base "base" is in us-east-1. An app is in the region of its base: pulumi config set aws:region us-east-1 --stack alpha',
      '  ublog:hostName: is "shop.eu.example.com". The base\'s certificate covers example.com and its direct subdomains, and no other name. Write one of these, for example "shop.example.com"; or give the app a certificateArn for this name.',
      "  ublog:services.monitor.port: is 5555, and the base's load balancer may connect to ports 8000 and 3000 of tasks only. Write one of them, or add 5555 to `loadBalancer.targetPorts` of the base and bring it up.",
    ].join("\n"),
  ]);
});
