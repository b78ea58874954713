import { expect, test } from "vitest";
import { ECS_CALLS } from "../../aws-model/src/ecs/index.ts";
import { EXIT } from "../src/outcome.ts";
import { run } from "./support/program.ts";
import { makeWorld, publishTargets, publishTemplate, pushVersion, type World } from "./support/world.ts";

const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:alpha/django-AbCdEf";

/** What `release v1` is refused for. It must have changed nothing. */
async function problems(world: World, args = "release v1"): Promise<string[]> {
  const refused = await run(world, args);
  expect(refused.exit, refused.stdout).toBe(EXIT.refused);
  expect(refused.stdout).toContain("✗ Refused: nothing was changed.");
  expect(refused.calls.filter((call) => /Update|Register|RunTask|Put/.test(call))).toEqual([]);
  return refused.stdout
    .split("\n")
    .filter((line) => line.startsWith("  - "))
    .map((line) => line.slice(4));
}

function world(change: (world: World) => void, images = true): World {
  const made = makeWorld({ services: ["gunicorn", "frontend"] });
  if (images) pushVersion(made, "v1");
  change(made);
  publishTargets(made);
  return made;
}

test.each<[string, World, string[]]>([
  [
    "images that were never pushed",
    world(() => {}, false),
    [
      `The image repository \`${REGISTRY}/ublog-backend\` doesn't exist in account 123456789012.`,
      `The image repository \`${REGISTRY}/ublog-frontend\` doesn't exist in account 123456789012.`,
    ],
  ],
  [
    "a version that only one image has",
    world((made) => {
      made.ecs.images = made.ecs.images.map((image) =>
        image.repository.endsWith("frontend") ? { ...image, tag: "v0" } : image,
      );
    }),
    [`\`${REGISTRY}/ublog-frontend\` has no image \`v1\`: build and push it first, or check the version.`],
  ],
  [
    "a registry that isn't ECR",
    world((made) => {
      made.targets.images.frontend = "ghcr.io/acme/shop";
    }),
    [
      "`ghcr.io/acme/shop` isn't an ECR repository, so app-update can't look up the digest of `v1` there: pass --digest frontend=sha256:… (`docker buildx imagetools inspect ghcr.io/acme/shop:v1` prints it).",
    ],
  ],
  [
    "a repository in another region",
    world((made) => {
      made.targets.images.frontend = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop";
    }),
    [
      "`123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop` is in eu-west-1, the environment in us-east-1: replicate the repository, or pass --digest frontend=sha256:….",
    ],
  ],
  [
    "a cluster that isn't there",
    world((made) => {
      made.targets.cluster = "beta-cluster";
    }),
    ["The cluster `beta-cluster` doesn't exist: run `pulumi up` on the app's stack."],
  ],
  [
    "a service that isn't there and one that is going",
    world((made) => {
      const request = { cluster: "alpha-cluster", service: "alpha-web-ui" };
      ECS_CALLS["ecs.DeleteService"](made.ecs, request);
      if (made.targets.services[0]) made.targets.services[0].service = "alpha-api";
    }),
    [
      "The service `alpha-api` doesn't exist in the cluster: run `pulumi up` on the app's stack.",
      "The service `alpha-web-ui` is DRAINING, not ACTIVE.",
    ],
  ],
  [
    "a template that was deregistered, in another family, without the container",
    world((made) => {
      ECS_CALLS["ecs.DeregisterTaskDefinition"](made.ecs, { taskDefinition: "alpha-web-ui:1" });
      const gunicorn = made.targets.services[0];
      if (gunicorn) Object.assign(gunicorn, { family: "alpha-api", container: "api", image: "api" });
    }),
    [
      "gunicorn runs the image `api`, but the targets have only `backend` and `frontend`.",
      "The template `alpha-gunicorn:1` of gunicorn is not in the family `alpha-api` of the targets.",
      "The template `alpha-gunicorn:1` has no container `api`, only `gunicorn`.",
      "The template `alpha-web-ui:1` of frontend is INACTIVE: run `pulumi up`.",
      "The service `alpha-gunicorn` runs `alpha-gunicorn:1`, which is not in the family `alpha-api` of the targets.",
    ],
  ],
  [
    "a secret that isn't there and a parameter that isn't there",
    world((made) => {
      made.secrets = {};
      made.parameters = {};
    }),
    [
      `The parameter for SENTRY_DSN (\`/django/alpha/sentry-dsn\`) doesn't exist: create it, or take it out of the settings.`,
      `The secret for DJANGO_SECRET_KEY (\`${SECRET}\`) doesn't exist: create it, or take it out of the settings.`,
    ],
  ],
  [
    "a secret without a value",
    world((made) => {
      made.secrets[SECRET] = [];
    }),
    [`The secret for DJANGO_SECRET_KEY (\`${SECRET}\`) has no value yet: set one.`],
  ],
  [
    "a release table that isn't there",
    world((made) => {
      made.targets.releaseTable = "beta-releases";
    }),
    [
      "The release table `beta-releases` can't be read. ResourceNotFoundException: Requested resource not found.",
    ],
  ],
  [
    "permissions that are missing",
    world((made) => {
      made.denied = ["iam:PassRole", "ecs:RunTask"];
    }),
    [
      "arn:aws:iam::123456789012:role/deploy may not ecs:RunTask on arn:aws:ecs:us-east-1:123456789012:task-definition/alpha-backend_update:*: add it to its policy.",
      "arn:aws:iam::123456789012:role/deploy may not iam:PassRole on arn:aws:iam::123456789012:role/alpha-execution: add it to its policy.",
      "arn:aws:iam::123456789012:role/deploy may not iam:PassRole on arn:aws:iam::123456789012:role/alpha-task: add it to its policy.",
    ],
  ],
])("a release is refused for %s", async (_, made, expected) => {
  expect(await problems(made)).toEqual(expected);
});

test("all problems are reported at once", async () => {
  const made = world((broken) => {
    broken.secrets = {};
    broken.denied = ["ecs:UpdateService"];
    broken.ecs.images = broken.ecs.images.filter((image) => image.repository.endsWith("backend"));
    ECS_CALLS["ecs.DeleteService"](broken.ecs, { cluster: "alpha-cluster", service: "alpha-web-ui" });
  });
  expect(await problems(made)).toHaveLength(5);
});

test("a deployment that somebody else started is waited for, unless it is forced", async () => {
  const made = world(() => {});
  expect((await run(made, "release v1")).exit).toBe(EXIT.done);
  publishTemplate(made, "gunicorn", { A: "1" });
  const update = { cluster: "alpha-cluster", service: "alpha-gunicorn", taskDefinition: "alpha-gunicorn:3" };
  const { service } = ECS_CALLS["ecs.UpdateService"](made.ecs, update);
  const id = service.deployments[0]?.id;
  expect(await problems(made)).toEqual([
    `A deployment of \`alpha-gunicorn\` is in progress that no release of app-update started (${id}): wait until it is over, or take over with --force.`,
  ]);
  expect((await run(made, "release v1 --force")).exit).toBe(EXIT.done);
});

test("an update task that somebody else started is waited for", async () => {
  const made = world(() => {});
  const request = { cluster: "alpha-cluster", taskDefinition: "alpha-backend_update", startedBy: "ada" };
  const task = ECS_CALLS["ecs.RunTask"](made.ecs, request).tasks[0]?.taskArn;
  expect(await problems(made)).toEqual([
    `An update task is still running (${task}): wait until it is over, or stop it.`,
  ]);
});

test("a task of `app-update run` is no obstacle", async () => {
  const made = world(() => {});
  const request = {
    cluster: "alpha-cluster",
    taskDefinition: "alpha-backend_update",
    startedBy: "app-update/run",
  };
  ECS_CALLS["ecs.RunTask"](made.ecs, request);
  expect((await run(made, "release v1")).exit).toBe(EXIT.done);
});

test("digests given by hand stand in for a registry that isn't ECR, and are checked", async () => {
  const made = world((changed) => {
    changed.targets.images.frontend = "ghcr.io/acme/shop";
  });
  const digest = `sha256:${"a".repeat(64)}`;
  expect((await run(made, `release v1 --digest frontend=${digest} --dry-run`)).exit).toBe(EXIT.done);
  expect(await problems(made, `release v1 --digest frontend=${digest} --digest web=${digest}`)).toEqual([
    "--digest web=…: there is no image `web`, only `backend` and `frontend`.",
  ]);
  expect(await problems(made, `release v1 --digest frontend=${digest} --digest backend=${digest}`)).toEqual([
    `\`${REGISTRY}/ublog-backend\` has no image \`${digest}\`: build and push it first, or check the version.`,
  ]);
});

test("what may not be checked is a note, not a problem", async () => {
  const made = world(() => {});
  const denying = Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" });
  const done = await run(made, "release v1", {
    between: (aws) => (operation, input) =>
      /DescribeSecret|DescribeParameters|Simulate|Scalable/.test(operation)
        ? Promise.reject(denying)
        : aws(operation, input),
  });
  expect(done.exit).toBe(EXIT.done);
  const notes = done.stdout.split("\n").filter((line) => line.startsWith("  Note: "));
  expect(notes.map((line) => line.slice(8))).toEqual([
    "Autoscaling wasn't looked at, so services without tasks are started. AWS denies it: no. Give that right to the role or user whose credentials these are.",
    "Parameters weren't checked: ssm:DescribeParameters isn't allowed.",
    "Secrets weren't checked: secretsmanager:DescribeSecret isn't allowed.",
    "Permissions weren't checked ahead: iam:SimulatePrincipalPolicy isn't allowed.",
  ]);
});
