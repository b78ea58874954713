import { describe, expect, test } from "vitest";
import { parameterValue } from "../../src/app/parts/releases.ts";
import { policyWithinLimit } from "../../src/app/parts/roles.ts";
import { definitionsWithinLimit } from "../../src/ecs/container.ts";
import { type DeployTargets, deployTargetsJson, readDeployTargets } from "../../src/index.ts";
import { recordApp } from "./support/recordApp.ts";

const workers = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [i === 0 ? "default" : `queue-${i}`, {}]));

describe("documents that AWS would refuse are refused with their size and a way out", () => {
  test("a task definition", () => {
    expect(definitionsWithinLimit("gunicorn", "x".repeat(65_536))).toHaveLength(65_536);
    expect(() => definitionsWithinLimit("workers.mail", "ü".repeat(32_769))).toThrow(
      "DjangoApp can't be made:\n  workers.mail.environment: makes a task definition of 65538 bytes, and ECS takes 65536. Keep long values in a file of the image, in the bucket or in a secret.",
    );
  });

  test("a policy", () => {
    expect(policyWithinLimit("task", "x".repeat(10_240))).toHaveLength(10_240);
    expect(() => policyWithinLimit("execution", "x".repeat(10_241))).toThrow(
      "DjangoApp can't be made:\n  secrets: makes a policy of 10241 characters for the execution role, and IAM takes 10240. Put several values into one JSON secret and name its keys (`<arn>:<key>::`), or allow fewer things.",
    );
  });

  test("the deploy targets", async () => {
    const { result } = await recordApp({ workers: workers(60) });
    const targets = result.deployTargets as DeployTargets;
    expect(Buffer.byteLength(parameterValue(targets))).toBeLessThanOrEqual(8192);
    const services = [...targets.services, ...targets.services];
    const bytes = Buffer.byteLength(deployTargetsJson({ ...targets, services }));
    expect(() => parameterValue({ ...targets, services })).toThrow(
      `DjangoApp can't be made:\n  deploy targets: are ${bytes} bytes, and an SSM parameter holds 8192. The app has 124 services and 0 scheduled commands: let a worker consume several queues (\`queues\`), or make a second app.`,
    );
  });
});

describe("fifty workers in one app", () => {
  test("fit, each with its own names", async () => {
    const recording = await recordApp({ workers: workers(50), frontend: { enabled: true } });
    const { services } = recording.result.deployTargets;
    expect(services).toHaveLength(53);
    expect(new Set(services.map(({ service }) => service)).size).toBe(53);
    const { insecureValue: value } = recording.one("aws:ssm/parameter:Parameter").inputs;
    expect(Buffer.byteLength(String(value))).toBeLessThan(8192);
    expect(readDeployTargets("/django/alpha/deploy-targets", String(value))).toEqual(
      recording.result.deployTargets,
    );
  });

  test("register as many resources as they need, and none that grows faster", async () => {
    const sizes = async (count: number) => {
      const { all } = await recordApp({ workers: workers(count) }, "alpha", { preview: true });
      return { resources: all.length, dependencies: all.flatMap((r) => r.dependsOn).length };
    };
    const [ten, thirty, fifty] = [await sizes(10), await sizes(30), await sizes(50)];
    expect(fifty.resources - thirty.resources).toBe(thirty.resources - ten.resources);
    expect(fifty.resources - thirty.resources).toBe(20 * 3);
    expect(fifty.dependencies - thirty.dependencies).toBe(thirty.dependencies - ten.dependencies);
  });
});
