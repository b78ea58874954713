import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type BaseContract, DjangoApp, type DjangoAppArgs } from "../../src/index.ts";
import { record } from "../support/record.ts";
import { baseContract } from "./support/base.ts";
import {
  containerOf,
  LISTENER_RULE,
  LOG_GROUP,
  plainOf,
  RECORD,
  ROLE,
  recordApp,
  SERVICE,
  secretsOf,
  statementsOf,
  TARGET_GROUP,
  TASK_DEFINITION,
} from "./support/recordApp.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

describe("the outputs", () => {
  test("are what people and the release tool need", async () => {
    const { result } = await recordApp({ frontend: { enabled: true } });
    expect(result).toMatchObject({
      url: "https://alpha.example.com",
      shellCommand:
        "aws ecs execute-command --region us-east-1 --cluster alpha-cluster --task \"$(aws ecs list-tasks --region us-east-1 --cluster alpha-cluster --service-name alpha-gunicorn --desired-status RUNNING --query 'taskArns[0]' --output text)\" --container gunicorn --interactive --command /bin/sh",
      clusterName: "alpha-cluster",
      serviceNames: {
        beat: "alpha-beat",
        default: "alpha-default",
        frontend: "alpha-web-ui",
        gunicorn: "alpha-gunicorn",
      },
      logGroups: {
        beat: "/ecs/alpha/beat",
        default: "/ecs/alpha/default",
        frontend: "/ecs/alpha/web-ui",
        gunicorn: "/ecs/alpha/gunicorn",
        update: "/ecs/alpha/backend_update",
      },
    });
  });

  test("are what other resources of a program are composed with", async () => {
    const { result } = await recordApp({ frontend: { enabled: true } });
    expect(result).toMatchObject({
      taskRoleArns: {
        backend: "arn:aws:iam::111122223333:role/alpha-task",
        frontend: "arn:aws:iam::111122223333:role/alpha-frontend-task",
      },
      taskRoleNames: { backend: "alpha-task", frontend: "alpha-frontend-task" },
      executionRoleArn: "arn:aws:iam::111122223333:role/alpha-execution",
      executionRoleName: "alpha-execution",
      targetGroupArns: {
        gunicorn: "arn:aws:lb:us-east-1:111122223333:alpha-gunicorn",
        frontend: "arn:aws:lb:us-east-1:111122223333:alpha-web-ui",
      },
    });
    const { taskRoleNames, targetGroupArns } = (await recordApp()).result;
    expect(taskRoleNames).toEqual({ backend: "alpha-task" });
    expect(Object.keys(targetGroupArns)).toEqual(["gunicorn"]);
  });

  test("are registered with the component", async () => {
    const recording = await recordApp();
    const component = recording.one("pulumi-aws-django:index:DjangoApp", "alpha");
    expect(component.outputs).toEqual({
      ...recording.result,
      deployTargetsParameter: "/django/ublog/alpha/deploy-targets",
    });
  });
});

describe("the whole", () => {
  test("hangs below the component, makes nothing beside it and asks AWS nothing", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      alarms: { enabled: true },
      secretValues: { A: "b" },
    });
    const [component, ...resources] = recording.all;
    expect(component?.parent).toBeUndefined();
    expect(resources.map((r) => r.parent)).toEqual(resources.map(() => "alpha"));
    expect(recording.calls).toEqual([]);
  });

  test("of a plain base depends on nothing but itself", async () => {
    const recording = await recordApp({ frontend: { enabled: true } });
    const own = new Set(recording.all.map((r) => `${r.type.split(":").at(-1)} ${r.name}`));
    expect(recording.all.flatMap((r) => r.dependsOn).filter((name) => !own.has(name))).toEqual([]);
  });

  test("doesn't care in which order its maps were written", async () => {
    const settings: Partial<DjangoAppArgs> = {
      environment: { A: "1", B: "2" },
      secretValues: { C: "3", D: "4" },
      workers: { default: { environment: { E: "5", F: "6" } }, mail: {} },
      services: { a: { command: ["a"] }, b: { command: ["b"] } },
    };
    const byName = (recording: Awaited<ReturnType<typeof recordApp>>) =>
      recording.all.map((r) => [r.urn, r.inputs]).sort();
    const [one, other] = [await recordApp(settings), await recordApp(reversed(settings))];
    expect(byName(other)).toEqual(byName(one));
    expect(other.result.deployTargets).toEqual(one.result.deployTargets);
  });

  test("is refused as a whole, before anything is registered", async () => {
    const wrong = record(() => new DjangoApp("Alpha", { base: baseContract, gunicorn: { cpu: 1 } }));
    await expect(wrong).rejects.toThrow(
      [
        "DjangoApp can't be made:",
        '  name: is "Alpha". Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the names of all resources.',
        "  gunicorn.cpu: is 1. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
      ].join("\n"),
    );
  });
});

/** A copy with the keys of every map the other way round. */
function reversed<T>(value: T): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)]);
  return Object.fromEntries(entries.reverse()) as T;
}

describe("a base that is an output, as other languages pass it", () => {
  const asOutput = (base: object) => pulumi.output(base) as unknown as pulumi.Output<BaseContract>;

  test("makes the same app", async () => {
    const [plain, output] = [await recordApp(), await recordApp({ base: asOutput(baseContract) })];
    const withoutIpv6 = output.all.filter((r) => r.name !== "alpha-aaaa");
    expect(withoutIpv6.map((r) => [r.urn, r.inputs])).toEqual(
      expect.arrayContaining(plain.all.map((r) => [r.urn, r.inputs])),
    );
    expect(withoutIpv6).toHaveLength(plain.all.length);
  });
});

describe("routing", () => {
  test("sends the API to gunicorn and the rest to Nuxt", async () => {
    const recording = await recordApp({ frontend: { enabled: true } });
    const rule = (name: string) => recording.one(LISTENER_RULE, name).inputs;
    const host = { hostHeader: { values: ["alpha.example.com"] } };
    expect(rule("alpha-gunicorn-58")).toEqual({
      listenerArn: baseContract.loadBalancer.listenerArn,
      priority: 41_759,
      conditions: [host, { pathPattern: { values: ["/admin/*", "/api/*", "/graphql/*"] } }],
      actions: [{ type: "forward", targetGroupArn: "arn:aws:lb:us-east-1:111122223333:alpha-gunicorn" }],
    });
    expect(rule("alpha-web-ui-97")).toMatchObject({
      priority: 41_798,
      conditions: [host, { pathPattern: { values: ["/*"] } }],
    });
  });

  test("sends everything to gunicorn where there is no Nuxt server", async () => {
    const recording = await recordApp();
    expect(recording.of(LISTENER_RULE).map((r) => r.inputs.conditions)).toEqual([
      [{ hostHeader: { values: ["alpha.example.com"] } }, { pathPattern: { values: ["/*"] } }],
    ]);
    expect(recording.of(SERVICE).map((r) => r.name)).not.toContain("alpha-web-ui");
    expect(recording.of(ROLE).map((r) => r.name)).not.toContain("alpha-frontend-task");
    expect(recording.result.deployTargets.images).toEqual({
      backend: "111122223333.dkr.ecr.us-east-1.amazonaws.com/ublog-backend",
    });
  });

  test("asks for the health of a task as the arguments say", async () => {
    const route = {
      healthCheckPath: "/up/",
      healthCheckCodes: "200,204",
      healthCheckIntervalSeconds: 30,
      healthCheckTimeoutSeconds: 10,
      healthyThreshold: 4,
      unhealthyThreshold: 5,
      gracePeriodSeconds: 120,
    };
    const recording = await recordApp({ gunicorn: { route } });
    expect(recording.one(TARGET_GROUP).inputs.healthCheck).toEqual({
      path: "/up/",
      matcher: "200,204",
      interval: 30,
      timeout: 10,
      healthyThreshold: 4,
      unhealthyThreshold: 5,
      protocol: "HTTP",
      port: "traffic-port",
    });
    expect(recording.one(SERVICE, "alpha-gunicorn").inputs.healthCheckGracePeriodSeconds).toBe(120);
    expect(plainOf(containerOf(recording, "gunicorn")).HEALTH_CHECK_PATH).toBe("/up/");
    expect(recording.result.deployTargets.services[0]?.healthCheckPath).toBe("/up/");
  });

  test.each([
    ["to any task", {}, { type: "lb_cookie", enabled: false, cookieDuration: 86_400 }],
    ["to one task", { stickinessSeconds: 600 }, { type: "lb_cookie", enabled: true, cookieDuration: 600 }],
  ])("sends the requests of a browser %s", async (_, route, stickiness) => {
    const { inputs } = (await recordApp({ gunicorn: { route } })).one(TARGET_GROUP);
    expect(inputs.stickiness).toEqual(stickiness);
    expect(inputs.healthCheck).toMatchObject({ healthyThreshold: 2, unhealthyThreshold: 3 });
  });

  test("uses the band that is given", async () => {
    const recording = await recordApp({ routing: { band: 7 } });
    expect(recording.of(LISTENER_RULE).map((r) => r.inputs.priority)).toEqual([797]);
  });

  test("gives a service of its own another port, and tells the process", async () => {
    const ws = {
      command: ["daphne"],
      port: 9000,
      route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/" },
    };
    const recording = await recordApp({ services: { ws } });
    expect(recording.one(TARGET_GROUP, "alpha-ws").inputs.port).toBe(9000);
    expect(containerOf(recording, "ws").portMappings).toEqual([
      { containerPort: 9000, hostPort: 9000, protocol: "tcp" },
    ]);
    expect(plainOf(containerOf(recording, "ws")).PORT).toBe("9000");
  });

  test("keeps the name of a target group within 32 characters, random end included", async () => {
    const name = "a-name-of-an-environment-of-40-character";
    const recording = await recordApp({}, name);
    expect(recording.of(TARGET_GROUP).map((r) => r.name)).toEqual(["a-name-of-an-en-15438dd0"]);
    expect(recording.of(TARGET_GROUP).map((r) => r.name.length + 8)).toEqual([32]);
  });
});

describe("DNS records", () => {
  const alias = {
    name: "base-1.us-east-1.elb.amazonaws.com",
    zoneId: "Z35SXDOTRQ7X7K",
    evaluateTargetHealth: false,
  };

  test("lead to the load balancer: A, and AAAA where it has IPv6", async () => {
    const loadBalancer = { ...baseContract.loadBalancer, ipv6: true };
    const recording = await recordApp({ base: { ...baseContract, loadBalancer } });
    expect(recording.of(RECORD).map((r) => [r.name, r.inputs])).toEqual([
      [
        "alpha-a",
        { zoneId: "Z0123456789ABCDEFGHIJ", name: "alpha.example.com", type: "A", aliases: [alias] },
      ],
      [
        "alpha-aaaa",
        { zoneId: "Z0123456789ABCDEFGHIJ", name: "alpha.example.com", type: "AAAA", aliases: [alias] },
      ],
    ]);
    expect((await recordApp()).of(RECORD).map((r) => r.name)).toEqual(["alpha-a"]);
  });

  test("are for the host name that is given", async () => {
    const recording = await recordApp({ hostName: "www.example.com" });
    expect(recording.one(RECORD).inputs.name).toBe("www.example.com");
    expect(recording.result.url).toBe("https://www.example.com");
    expect(plainOf(containerOf(recording, "gunicorn")).DJANGO_ALLOWED_HOSTS).toBe("www.example.com");
  });

  test("aren't made without a zone, or where they aren't wanted", async () => {
    expect((await recordApp({ base: { ...baseContract, zoneId: undefined } })).of(RECORD)).toEqual([]);
    expect((await recordApp({ dns: false })).of(RECORD)).toEqual([]);
  });
});

describe("names of another domain", () => {
  const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
  const listenerArn = baseContract.loadBalancer.listenerArn;
  const given = {
    hostName: "acme.org",
    redirectedHostNames: ["www.acme.org", "former.example.com"],
    certificateArn,
  };

  test("get their certificate and one rule that redirects, and records where the base's zone has them", async () => {
    const recording = await recordApp(given);
    expect(
      recording.of("aws:lb/listenerCertificate:ListenerCertificate").map((r) => [r.name, r.inputs]),
    ).toEqual([["alpha-certificate", { listenerArn, certificateArn }]]);
    expect(recording.one(LISTENER_RULE, "alpha-redirect").inputs).toEqual({
      listenerArn,
      priority: 41800,
      conditions: [{ hostHeader: { values: ["www.acme.org", "former.example.com"] } }],
      actions: [{ type: "redirect", redirect: { host: "acme.org", statusCode: "HTTP_301" } }],
    });
    expect(recording.of(RECORD).map((r) => [r.name, r.inputs.name])).toEqual([
      ["alpha-former.example.com-a", "former.example.com"],
    ]);
    expect(recording.result.url).toBe("https://acme.org");
  });

  test("without a certificate or redirects there is neither", async () => {
    const recording = await recordApp();
    expect(recording.of("aws:lb/listenerCertificate:ListenerCertificate")).toEqual([]);
    expect(recording.of(LISTENER_RULE).map((r) => r.name)).not.toContain("alpha-redirect");
  });

  test("redirects within the base's domain need no certificate, and have records", async () => {
    const recording = await recordApp({ redirectedHostNames: ["www.example.com"] });
    expect(
      recording
        .of(RECORD)
        .map((r) => [r.name, r.inputs.name])
        .sort(),
    ).toEqual([
      ["alpha-a", "alpha.example.com"],
      ["alpha-www.example.com-a", "www.example.com"],
    ]);
    expect((await recordApp({ ...given, dns: false })).of(RECORD)).toEqual([]);
  });
});

describe("settings of a process", () => {
  test("size, processor, disk, command and health of a container", async () => {
    const recording = await recordApp({
      architecture: "arm64",
      workers: {
        default: {
          cpu: 2048,
          memoryMiB: 8192,
          ephemeralStorageGiB: 50,
          command: ["celery", "worker"],
          containerHealthCheck: { enabled: true, command: ["celery", "inspect", "ping"], retries: 5 },
        },
      },
    });
    expect(recording.one(TASK_DEFINITION, "alpha-default").inputs).toMatchObject({
      cpu: "2048",
      memory: "8192",
      ephemeralStorage: { sizeInGib: 50 },
      runtimePlatform: { cpuArchitecture: "ARM64" },
    });
    const container = containerOf(recording, "default");
    expect(container.command).toEqual(["celery", "worker"]);
    expect(container.healthCheck).toEqual({
      command: ["CMD", "celery", "inspect", "ping"],
      interval: 30,
      timeout: 5,
      retries: 5,
      startPeriod: 60,
    });
  });

  test("defaults: a small task, and a larger one for gunicorn and the release task", async () => {
    const recording = await recordApp({ frontend: { enabled: true } });
    const sizes = recording.of(TASK_DEFINITION).map((r) => [r.name, r.inputs.cpu, r.inputs.memory]);
    expect(sizes.sort()).toEqual([
      ["alpha-backend_update", "1024", "2048"],
      ["alpha-beat", "256", "512"],
      ["alpha-default", "256", "512"],
      ["alpha-gunicorn", "1024", "2048"],
      ["alpha-web-ui", "256", "512"],
    ]);
    expect(containerOf(recording, "gunicorn").command).toEqual(
      expect.arrayContaining(["--workers", "2", "--threads", "4"]),
    );
    expect(containerOf(recording, "default").command).toEqual(
      expect.arrayContaining(["--concurrency", "1", "-Q", "alpha.default"]),
    );
  });

  test("AWS spreads the tasks of web processes over the zones again, and stops no other's for that", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      services: { flower: { image: "backend", command: ["flower"] } },
    });
    const rebalancing = recording
      .of(SERVICE)
      .map(({ name, inputs }) => [name, inputs.availabilityZoneRebalancing]);
    expect(Object.fromEntries(rebalancing)).toEqual({
      "alpha-gunicorn": "ENABLED",
      "alpha-web-ui": "ENABLED",
      "alpha-default": "DISABLED",
      "alpha-beat": "DISABLED",
      "alpha-flower": "DISABLED",
    });
  });

  test("capacity of the app, of a process, and of beat, which is never on Spot", async () => {
    const recording = await recordApp({ capacity: "spot", gunicorn: { capacity: "mixed" } });
    const capacity = (process: string) =>
      recording.one(SERVICE, `alpha-${process}`).inputs.capacityProviderStrategies;
    expect(capacity("default")).toEqual([{ capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 }]);
    expect(capacity("gunicorn")).toEqual([
      { capacityProvider: "FARGATE", base: 1, weight: 0 },
      { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
    ]);
    expect(capacity("beat")).toEqual([{ capacityProvider: "FARGATE", base: 0, weight: 1 }]);
    expect(recording.result.deployTargets.network.capacityProvider).toBe("FARGATE");
  });

  test("images of another registry, and another tag", async () => {
    const django = { repository: "ghcr.io/me/backend", imageTag: "main" };
    const recording = await recordApp({
      django,
      frontend: { enabled: true, repository: "ghcr.io/me/frontend" },
    });
    expect(containerOf(recording, "gunicorn").image).toBe("ghcr.io/me/backend:main");
    expect(containerOf(recording, "web-ui").image).toBe("ghcr.io/me/frontend:latest");
    expect(recording.result.deployTargets.images).toEqual({
      backend: "ghcr.io/me/backend",
      frontend: "ghcr.io/me/frontend",
    });
    expect(statementsOf(recording, "alpha-execution").map(({ Sid }) => Sid)).toEqual(["Secrets", "Logs"]);
  });

  test("the time limit of a request goes through the whole chain", async () => {
    const recording = await recordApp({ requestTimeoutSeconds: 30, frontend: { enabled: true } });
    expect(recording.of(TARGET_GROUP).map((r) => r.inputs.deregistrationDelay)).toEqual([30, 30]);
    expect(containerOf(recording, "gunicorn").stopTimeout).toBe(45);
    expect(containerOf(recording, "gunicorn").command.join(" ")).toContain(
      "--timeout 30 --graceful-timeout 30 --keep-alive 70",
    );
    expect(plainOf(containerOf(recording, "web-ui")).NITRO_SHUTDOWN_TIMEOUT).toBe("30000");
  });

  test("a slow request makes a slow destroy", async () => {
    const loadBalancer = { ...baseContract.loadBalancer, idleTimeout: 1800 };
    const recording = await recordApp({
      base: { ...baseContract, loadBalancer },
      requestTimeoutSeconds: 1800,
    });
    expect(recording.one(SERVICE, "alpha-gunicorn").customTimeouts).toEqual({ delete: "42m" });
  });
});

describe("exec", () => {
  test("off: no shell, no rights for one, and read-only file systems with a place for temporary files", async () => {
    const recording = await recordApp({ exec: false, frontend: { enabled: true } });
    expect(recording.result.shellCommand).toBeUndefined();
    expect(recording.of(SERVICE).map((r) => r.inputs.enableExecuteCommand)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(statementsOf(recording, "alpha-task").map(({ Sid }) => Sid)).toEqual(["Files", "ListFiles"]);
    expect(recording.of("aws:iam/rolePolicy:RolePolicy").map((r) => r.name)).not.toContain(
      "alpha-frontend-task",
    );
    for (const process of ["gunicorn", "default", "beat", "web-ui", "backend_update"]) {
      const container = containerOf(recording, process);
      expect(container.readonlyRootFilesystem).toBe(true);
      expect(container.linuxParameters.tmpfs).toHaveLength(1);
      expect(container.mountPoints).toEqual([]);
      expect(recording.one(TASK_DEFINITION, `alpha-${process}`).inputs.volumes).toEqual([]);
    }
  });

  test("off: a process can keep a writable file system, or have other writable directories", async () => {
    const recording = await recordApp({
      exec: false,
      gunicorn: { readonlyRootFilesystem: false },
      workers: { default: { writablePaths: ["/var/cache/app", "/tmp"] } },
    });
    expect(containerOf(recording, "gunicorn").readonlyRootFilesystem).toBe(false);
    expect(containerOf(recording, "gunicorn").mountPoints).toEqual([]);
    expect(recording.one(TASK_DEFINITION, "alpha-default").inputs.volumes).toEqual([
      { name: "tmp" },
      { name: "var-cache-app" },
    ]);
  });
});

describe("variables and secrets", () => {
  test("go to all processes on the Django image, and a process's own win", async () => {
    const recording = await recordApp({
      frontend: { enabled: true, environment: { NUXT_PUBLIC_COLOR: "red" } },
      environment: { LOG_LEVEL: "info", SENTRY_DSN: "https://sentry.example.com/1" },
      secrets: { STRIPE_KEY: "arn:aws:ssm:us-east-1:111122223333:parameter/stripe" },
      gunicorn: { environment: { LOG_LEVEL: "debug", STRIPE_KEY: "none" } },
    });
    const worker = containerOf(recording, "default");
    const gunicorn = containerOf(recording, "gunicorn");
    expect(plainOf(worker)).toMatchObject({ LOG_LEVEL: "info", SENTRY_DSN: "https://sentry.example.com/1" });
    expect(secretsOf(worker).STRIPE_KEY).toBe("arn:aws:ssm:us-east-1:111122223333:parameter/stripe");
    expect(plainOf(gunicorn)).toMatchObject({ LOG_LEVEL: "debug", STRIPE_KEY: "none" });
    expect(secretsOf(gunicorn)).not.toHaveProperty("STRIPE_KEY");
    const nuxt = plainOf(containerOf(recording, "web-ui"));
    expect(nuxt.NUXT_PUBLIC_COLOR).toBe("red");
    expect(nuxt).not.toHaveProperty("LOG_LEVEL");
    expect(containerOf(recording, "web-ui").secrets).toEqual([]);
  });

  test("a secret key is made for each app, and is never plain", async () => {
    const recording = await recordApp();
    const key = "alpha-django-secret-key";
    expect(recording.one("random:index/randomPassword:RandomPassword", key).inputs).toEqual({
      length: 50,
      special: false,
    });
    expect(recording.one(SECRET, key).inputs).toEqual({
      description: "django-secret-key of alpha",
      recoveryWindowInDays: 7,
    });
    const version = recording.one(SECRET_VERSION, key);
    expect(version.inputs.secretString).toBe("generated-alpha-django-secret-key");
    expect(version.secrets).toEqual(["secretString"]);
    const { DJANGO_SECRET_KEY, SECRET_KEY } = secretsOf(containerOf(recording, "gunicorn"));
    const arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:alpha-django-secret-key-AbCdEf";
    expect([DJANGO_SECRET_KEY, SECRET_KEY]).toEqual([arn, arn]);
  });

  test("a secret by value goes through Secrets Manager, secret all the way", async () => {
    const recording = await recordApp({ secretValues: { STRIPE_KEY: "sk_live_1" } });
    const version = recording.one(SECRET_VERSION, "alpha-STRIPE_KEY");
    expect(version.inputs.secretString).toBe("sk_live_1");
    expect(version.secrets).toEqual(["secretString"]);
    expect(secretsOf(containerOf(recording, "beat")).STRIPE_KEY).toBe(
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:alpha-STRIPE_KEY-AbCdEf",
    );
    const others = recording.all.filter((r) => r !== version);
    expect(JSON.stringify(others)).not.toContain("sk_live_1");
  });

  test("a retired one is made and may be read, and no new revision has it", async () => {
    const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`;
    const settings = {
      secrets: { TOKEN: arn("token") },
      secretValues: { STRIPE_KEY: "sk_live_1" },
      frontend: { enabled: true, secrets: { KEY: `${arn("nuxt")}:key::` } },
      gunicorn: { secrets: { DJANGO_SECRET_KEY: arn("own") } },
    };
    const rights = async (retiredSecrets: string[]) => {
      const recording = await recordApp({ ...settings, retiredSecrets });
      const containers = ["gunicorn", "default", "web-ui"].map((name) => containerOf(recording, name));
      return {
        policy: recording.one("aws:iam/rolePolicy:RolePolicy", "alpha-execution").inputs.policy,
        made: recording.of(SECRET).map(({ name }) => name),
        secrets: containers.map((container) => Object.keys(secretsOf(container))),
        own: secretsOf(containerOf(recording, "gunicorn")).DJANGO_SECRET_KEY,
      };
    };
    const before = await rights([]);
    const after = await rights(["TOKEN", "STRIPE_KEY", "KEY", "DJANGO_SECRET_KEY"]);
    expect(after.policy).toBe(before.policy);
    expect(after.made).toEqual(before.made);
    const [gunicorn = [], worker = [], nuxt = []] = before.secrets;
    const contract = (names: string[]) => names.filter((name) => !["TOKEN", "STRIPE_KEY"].includes(name));
    expect(nuxt).toEqual(["KEY"]);
    expect(gunicorn).toEqual(expect.arrayContaining(["TOKEN", "STRIPE_KEY"]));
    expect(after.secrets).toEqual([contract(gunicorn), contract(worker), []]);
    expect([before.own, after.own]).toEqual([arn("own"), arn("alpha-django-secret-key")]);
  });

  test("values that come late leave a second run with the same text", async () => {
    const late = () => new Promise<string>((resolve) => setImmediate(() => resolve("late")));
    const once = await recordApp({ environment: { B: late(), A: pulumi.output(late()) } });
    const twice = await recordApp({ environment: { A: "late", B: "late" } });
    const text = (recording: typeof once) =>
      recording.one(TASK_DEFINITION, "alpha-gunicorn").inputs.containerDefinitions;
    expect(text(once)).toBe(text(twice));
  });
});

describe("rights", () => {
  test("what is allowed besides, and the bound of it all", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)" } },
      permissions: {
        task: [{ actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:111122223333:q"] }],
        execution: [{ actions: ["kms:Decrypt"], resources: ["arn:aws:kms:us-east-1:111122223333:key/1"] }],
        databaseSecret: true,
        boundaryArn: "arn:aws:iam::111122223333:policy/bound",
      },
    });
    expect(statementsOf(recording, "alpha-task").at(-1)).toEqual({
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: ["arn:aws:sqs:us-east-1:111122223333:q"],
    });
    expect(statementsOf(recording, "alpha-execution").at(-1)).toMatchObject({ Action: ["kms:Decrypt"] });
    expect(
      statementsOf(recording, "alpha-task").find(({ Sid }) => Sid === "DatabaseSecret")?.Resource,
    ).toEqual(["arn:aws:secretsmanager:us-east-1:111122223333:secret:alpha-database-AbCdEf"]);
    expect(
      recording
        .of(ROLE)
        .map((r) => [r.name, r.inputs.permissionsBoundary])
        .sort(),
    ).toEqual(
      ["execution", "frontend-task", "scheduler", "task"].map((part) => [
        `alpha-${part}`,
        "arn:aws:iam::111122223333:policy/bound",
      ]),
    );
  });

  test("mail, where the base has it and the app may use it", async () => {
    const base = { ...baseContract, mail: { identityArn: "arn:mail", domainName: "example.com" } };
    const sids = async (args: Partial<DjangoAppArgs>) =>
      statementsOf(await recordApp(args), "alpha-task").map(({ Sid }) => Sid);
    expect(await sids({ base })).toContain("Mail");
    expect(await sids({ base, mail: { enabled: false } })).not.toContain("Mail");
    expect(await sids({})).not.toContain("Mail");
  });

  test("roles are for tasks of this account alone", async () => {
    const recording = await recordApp();
    expect(JSON.parse(String(recording.one(ROLE, "alpha-task").inputs.assumeRolePolicy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:111122223333:*" },
          },
        },
      ],
    });
  });

  test("the Nuxt server has no right but a shell", async () => {
    const recording = await recordApp({ frontend: { enabled: true } });
    expect(statementsOf(recording, "alpha-frontend-task").map(({ Sid }) => Sid)).toEqual(["Shell"]);
  });
});

describe("logs", () => {
  test("are kept as long as the arguments say, and go with the app unless they are kept", async () => {
    const [short, kept] = [
      await recordApp({ logs: { retentionDays: 7 } }),
      await recordApp({ logs: { retentionDays: 3653, keep: true } }),
    ];
    expect(short.of(LOG_GROUP).map((r) => [r.inputs.retentionInDays, r.retainOnDelete])).toEqual(
      Array(4).fill([7, false]),
    );
    expect(kept.of(LOG_GROUP).map((r) => [r.inputs.retentionInDays, r.retainOnDelete])).toEqual(
      Array(4).fill([3653, true]),
    );
  });
});

describe("parts that can be left out or added", () => {
  const processes = async (args: Partial<DjangoAppArgs>) =>
    (await recordApp(args)).result.deployTargets.services.map(({ process }) => process);

  test("beat and workers", async () => {
    expect(await processes({})).toEqual(["gunicorn", "default", "beat"]);
    expect(await processes({ beat: { enabled: false } })).toEqual(["gunicorn", "default"]);
    expect(await processes({ workers: {} })).toEqual(["gunicorn"]);
    expect(await processes({ workers: { mail: {}, default: {} }, frontend: { enabled: true } })).toEqual([
      "gunicorn",
      "default",
      "mail",
      "beat",
      "frontend",
    ]);
  });

  test("one wave after the other", async () => {
    const { result } = await recordApp({
      frontend: { enabled: true },
      services: { admin: { command: ["node"], image: "frontend" }, ws: { command: ["daphne"] } },
    });
    expect(result.deployTargets.services.map(({ process, wave }) => [process, wave])).toEqual([
      ["gunicorn", 1],
      ["default", 1],
      ["beat", 1],
      ["ws", 1],
      ["admin", 2],
      ["frontend", 2],
    ]);
  });

  test("container insights", async () => {
    const settings = async (args: Partial<DjangoAppArgs>) =>
      (await recordApp(args)).one("aws:ecs/cluster:Cluster").inputs.settings;
    expect(await settings({})).toEqual([{ name: "containerInsights", value: "disabled" }]);
    expect(await settings({ containerInsights: "enhanced" })).toEqual([
      { name: "containerInsights", value: "enhanced" },
    ]);
  });

  test("service discovery", async () => {
    const serviceDiscovery = { namespaceId: "ns-1", namespaceName: "base.internal" };
    const recording = await recordApp({
      base: { ...baseContract, serviceDiscovery },
      serviceDiscovery: { enabled: true },
      frontend: { enabled: true },
    });
    const entries = recording.of("aws:servicediscovery/service:Service");
    expect(entries.map((r) => r.inputs.name).sort()).toEqual(["gunicorn.alpha", "web-ui.alpha"]);
    expect(entries[0]?.inputs).toMatchObject({
      dnsConfig: { namespaceId: "ns-1", dnsRecords: [{ type: "A", ttl: 10 }], routingPolicy: "MULTIVALUE" },
      forceDestroy: true,
    });
    expect(recording.one(SERVICE, "alpha-gunicorn").inputs.serviceRegistries).toEqual({
      registryArn: "arn:aws:servicediscovery:us-east-1:111122223333:alpha-gunicorn",
    });
    expect(recording.one(SERVICE, "alpha-default").inputs).not.toHaveProperty("serviceRegistries");
    expect(plainOf(containerOf(recording, "web-ui")).NUXT_API_BASE).toBe(
      "http://gunicorn.alpha.base.internal:8000",
    );
    expect(plainOf(containerOf(recording, "gunicorn")).DJANGO_ALLOWED_HOSTS).toBe(
      "alpha.example.com,gunicorn.alpha.base.internal",
    );
  });

  test("the table of releases, with backups or without", async () => {
    const table = async (args: Partial<DjangoAppArgs>) =>
      (await recordApp(args)).one("aws:dynamodb/table:Table").inputs;
    expect(await table({})).toEqual({
      name: "alpha-releases",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      pointInTimeRecovery: { enabled: true },
    });
    expect(await table({ releaseHistoryBackups: false })).toMatchObject({
      pointInTimeRecovery: { enabled: false },
    });
  });
});

test("a target group has hyphens where its process has underscores, which AWS doesn't take there", async () => {
  const { of } = await recordApp({
    services: {
      web_sockets: {
        command: ["daphne"],
        route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/health/" },
      },
    },
  });
  expect(of(TARGET_GROUP).map(({ name }) => name)).toEqual(["alpha-gunicorn", "alpha-web-sockets"]);
});
