import { describe, expect, test } from "vitest";
import { checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import { containersOf, recordApp, statementsOf, TASK_DEFINITION } from "./support/recordApp.ts";

const uploads = {
  path: "/mnt/uploads",
  fileSystemId: "fs-0123456789abcdef0",
  accessPointId: "fsap-0123456789abcdef0",
  processes: ["gunicorn"],
};

const MOUNTING = "elasticfilesystem:ClientMount";

describe("a file system", () => {
  test("is mounted encrypted, with the role of the task, where the settings say", async () => {
    const recording = await recordApp({ volumes: { uploads } });
    expect(recording.one(TASK_DEFINITION, "alpha-gunicorn").inputs.volumes).toEqual([
      {
        name: "uploads",
        efsVolumeConfiguration: {
          fileSystemId: "fs-0123456789abcdef0",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: "fsap-0123456789abcdef0", iam: "ENABLED" },
        },
      },
    ]);
    expect(containersOf(recording, "gunicorn")[0].mountPoints).toEqual([
      { sourceVolume: "uploads", containerPath: "/mnt/uploads", readOnly: false },
    ]);
    expect(recording.one(TASK_DEFINITION, "alpha-default").inputs.volumes).toEqual([]);
  });

  test("may be read and written by the role of the task, through its access point", async () => {
    const recording = await recordApp({ frontend: { enabled: true }, volumes: { uploads } });
    const mounting = (role: string) =>
      statementsOf(recording, role).filter(({ Action }) => Action.includes(MOUNTING));
    expect(mounting("alpha-task")).toEqual([
      {
        Effect: "Allow",
        Action: [MOUNTING, "elasticfilesystem:ClientWrite"],
        Resource: ["arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0123456789abcdef0"],
        Condition: {
          StringEquals: {
            "elasticfilesystem:AccessPointArn":
              "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-0123456789abcdef0",
          },
        },
      },
    ]);
    expect(mounting("alpha-frontend-task")).toEqual([]);
  });

  test("that is only read gives no right to write, to the role of the image that reads it", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      volumes: {
        content: { path: "/content", fileSystemId: "fs-11111111", readOnly: true, processes: ["frontend"] },
      },
    });
    expect(containersOf(recording, "web-ui")[0].mountPoints).toEqual([
      { sourceVolume: "content", containerPath: "/content", readOnly: true },
    ]);
    expect(
      statementsOf(recording, "alpha-frontend-task").filter(({ Action }) => Action.includes(MOUNTING)),
    ).toEqual([
      {
        Effect: "Allow",
        Action: [MOUNTING],
        Resource: ["arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-11111111"],
      },
    ]);
    expect(JSON.stringify(statementsOf(recording, "alpha-task"))).not.toContain("elasticfilesystem");
  });
});

test("a directory of the task is shared by the process and the sidecars that see it", async () => {
  const recording = await recordApp({
    exec: false,
    sidecars: { agent: { image: "agent:1" }, other: { image: "other:1" } },
    volumes: { socket: { path: "/var/run/agent", sidecars: ["agent"] } },
  });
  const [own, agent, other] = containersOf(recording, "gunicorn");
  const mount = { sourceVolume: "socket", containerPath: "/var/run/agent", readOnly: false };
  expect(own.mountPoints).toEqual([mount]);
  expect(agent?.mountPoints).toEqual([mount]);
  expect(other?.mountPoints).toEqual([]);
  expect(recording.one(TASK_DEFINITION, "alpha-gunicorn").inputs.volumes).toEqual([{ name: "socket" }]);
  expect(JSON.stringify(statementsOf(recording, "alpha-task"))).not.toContain("elasticfilesystem");
});

describe("/tmp under a read-only file system", () => {
  const inMemory = (size: number) => [
    { containerPath: "/tmp", size, mountOptions: ["rw", "noexec", "nosuid", "nodev"] },
  ];

  test("is in memory, a quarter of the task's, unless somebody says how much", async () => {
    const recording = await recordApp({
      exec: false,
      frontend: { enabled: true },
      gunicorn: { tmpMiB: 300 },
      workers: { default: { cpu: 512, memoryMiB: 1024 } },
    });
    const sizes = { gunicorn: 300, default: 256, beat: 128, "web-ui": 128, backend_update: 512 };
    for (const [process, size] of Object.entries(sizes)) {
      const { linuxParameters, mountPoints } = containersOf(recording, process)[0];
      expect(linuxParameters).toEqual({ initProcessEnabled: true, tmpfs: inMemory(size) });
      expect(mountPoints).toEqual([]);
    }
  });

  test("is on the disk where it is among the writable paths, and of a volume that is there", async () => {
    const recording = await recordApp({
      exec: false,
      workers: { default: { writablePaths: ["/tmp"] } },
      volumes: { scratch: { path: "/tmp", processes: ["beat"] } },
    });
    const [worker, beat] = [containersOf(recording, "default")[0], containersOf(recording, "beat")[0]];
    expect(worker.mountPoints).toEqual([{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }]);
    expect(beat.mountPoints).toEqual([{ sourceVolume: "scratch", containerPath: "/tmp", readOnly: false }]);
    for (const { linuxParameters } of [worker, beat])
      expect(linuxParameters).toEqual({ initProcessEnabled: true });
  });

  test("is as it is in the image where the file system isn't read-only", async () => {
    const { linuxParameters } = containersOf(await recordApp(), "gunicorn")[0];
    expect(linuxParameters).toEqual({ initProcessEnabled: true });
  });
});

describe("what is wrong", () => {
  test.each<[string, Partial<DjangoAppArgs>, string[]]>([
    [
      "a /tmp that takes all memory, and sizes of one that isn't in memory",
      {
        exec: false,
        gunicorn: { tmpMiB: 2048 },
        beat: { readonlyRootFilesystem: false, tmpMiB: 64 },
        update: { writablePaths: ["/tmp"], tmpMiB: 64 },
      },
      [
        "gunicorn.tmpMiB: is 2048. Write a whole number from 1 to 2047.",
        "beat.tmpMiB: is 64. /tmp isn't in memory there: the file system isn't read-only, or something else is at /tmp. Take it out.",
        "update.tmpMiB: is 64. /tmp isn't in memory there: the file system isn't read-only, or something else is at /tmp. Take it out.",
      ],
    ],
    [
      "values of a wrong form",
      {
        volumes: {
          "a b": {
            path: "data/",
            fileSystemId: "uploads",
            accessPointId: "fs-1",
            processes: ["web"],
            sidecars: ["agent"],
          },
        },
        sidecars: { logs: { image: "logs:1" } },
      },
      [
        "volumes.a b: has a name that ECS can't take. Write letters, digits, hyphens and underscores.",
        'volumes.a b.path: is "data/". Write an absolute path without a slash at the end: "/mnt/uploads".',
        'volumes.a b.fileSystemId: is "uploads". Write the id of an EFS file system: "fs-0123456789abcdef0".',
        'volumes.a b.accessPointId: is "fs-1". Write the id of an EFS access point: "fsap-0123456789abcdef0".',
        'volumes.a b.processes[0]: is "web". Write one of "beat", "default", "gunicorn", "update".',
        'volumes.a b.sidecars[0]: is "agent". Write one of "logs".',
      ],
    ],
    [
      "a sidecar where there is none",
      { volumes: { a: { path: "/a", sidecars: ["agent"] } } },
      ['volumes.a.sidecars[0]: is "agent". There is none: take it out.'],
    ],
    [
      "an access point of nothing",
      { volumes: { a: { path: "/a", accessPointId: "fsap-0123456789abcdef0" } } },
      ["volumes.a.fileSystemId: is missing. Write the file system of the access point."],
    ],
    [
      "a place that is taken",
      {
        exec: false,
        beat: { writablePaths: ["/tmp", "/e"] },
        volumes: {
          a: { path: "/e", processes: ["beat"] },
          b: { path: "/b", processes: ["beat"] },
          c: { path: "/b", processes: ["beat"] },
          tmp: { path: "/d", processes: ["beat"] },
        },
      },
      [
        'volumes.a.path: is "/e". beat.writablePaths is at that place in beat. Write another.',
        'volumes.c.path: is "/b". volumes.b is at that place in beat. Write another.',
        "volumes.tmp: has the name of a volume that beat.writablePaths makes. Write another.",
      ],
    ],
  ])("%s", (_, args, expected) => {
    const problems = checkDjangoAppArgs("alpha", { base: baseContract, ...args });
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(expected);
  });
});
