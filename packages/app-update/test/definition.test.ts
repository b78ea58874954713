import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  copyOf,
  differences,
  familyOf,
  givenVersion,
  render,
  revisionName,
  TAG,
} from "../src/release/definition.ts";
import { parseEcr } from "../src/release/images.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/alpha-gunicorn:7";
const TEMPLATE = {
  definition: {
    taskDefinitionArn: ARN,
    family: "alpha-gunicorn",
    revision: 7,
    status: "ACTIVE" as const,
    registeredBy: "arn:aws:iam::123456789012:role/pulumi",
    requiresAttributes: [{ name: "com.amazonaws.ecs.capability.task-eni" }],
    compatibilities: ["FARGATE" as const],
    cpu: "256",
    memory: "512",
    volumes: [],
    ephemeralStorage: { sizeInGiB: 30 },
    enableFaultInjection: false,
    containerDefinitions: [
      { name: "gunicorn", image: "repo:unreleased", environment: [{ name: "A", value: "1" }] },
      { name: "sidecar", image: "sidecar:1" },
    ],
  },
  tags: [
    { key: "app", value: "alpha" },
    { key: "aws:created", value: "x" },
    { key: TAG.version, value: "old" },
  ],
};
const TARGET = {
  process: "gunicorn",
  family: "alpha-gunicorn",
  template: ARN,
  container: "gunicorn",
  image: "backend",
  logGroup: "",
  logStreamPrefix: "",
};

test("a rendered revision has what can be registered and nothing else, one image changed, the tags merged", () => {
  expect(render(TEMPLATE, TARGET, "repo@sha256:1", { [TAG.version]: "v2" }, "v2")).toEqual({
    family: "alpha-gunicorn",
    cpu: "256",
    memory: "512",
    volumes: [],
    ephemeralStorage: { sizeInGiB: 30 },
    enableFaultInjection: false,
    containerDefinitions: [
      {
        name: "gunicorn",
        image: "repo@sha256:1",
        environment: [
          { name: "A", value: "1" },
          { name: "APP_VERSION", value: "v2" },
        ],
      },
      { name: "sidecar", image: "sidecar:1" },
    ],
    tags: [
      { key: "app", value: "alpha" },
      { key: TAG.version, value: "v2" },
    ],
  });
});

describe("the version in a revision", () => {
  const containers = (more: object) => [{ name: "gunicorn", image: "repo@sha256:1", ...more }];
  const revision = (more: object) => ({
    ...TEMPLATE,
    definition: { ...TEMPLATE.definition, containerDefinitions: containers(more) },
  });
  const rendered = (more: object, version?: string) =>
    render(revision(more), TARGET, "repo@sha256:1", {}, version).containerDefinitions;
  const versionIs = (value: string) => ({ environment: [{ name: "APP_VERSION", value }] });

  test("is set where there are no variables, and left out where it isn't known", () => {
    expect(rendered({}, "v2")).toEqual(containers(versionIs("v2")));
    expect(rendered({})).toEqual(containers({}));
  });

  test("is the template's own where it has one, plain or secret", () => {
    const secret = { secrets: [{ name: "APP_VERSION", valueFrom: "/version" }] };
    expect(rendered(versionIs("mine"), "v2")).toEqual(containers(versionIs("mine")));
    expect(rendered(secret, "v2")).toEqual(containers(secret));
  });

  test("was given by a release where it is that of the revision's tag, or the image's digest", () => {
    expect(givenVersion(revision(versionIs("old")), "gunicorn")).toBe("old");
    expect(givenVersion(revision(versionIs("sha256:1")), "gunicorn")).toBe("sha256:1");
    expect(givenVersion(revision(versionIs("mine")), "gunicorn")).toBeUndefined();
    expect(givenVersion(revision({}), "gunicorn")).toBeUndefined();
    expect(givenVersion(revision(versionIs("old")), "other")).toBeUndefined();
  });
});

test("a copy keeps everything but the tags it is given", () => {
  const copy = copyOf(TEMPLATE, { [TAG.release]: "9-x" });
  expect(copy.containerDefinitions).toEqual(TEMPLATE.definition.containerDefinitions);
  expect(copy.tags).toEqual([
    { key: "app", value: "alpha" },
    { key: TAG.version, value: "old" },
    { key: TAG.release, value: "9-x" },
  ]);
});

describe("differences", () => {
  const base = { ...TEMPLATE.definition };
  const withContainer = (more: object) => ({
    ...base,
    containerDefinitions: [
      { name: "gunicorn", image: "repo:unreleased", ...more },
      { name: "sidecar", image: "sidecar:1" },
    ],
  });

  test("are named by their setting, and lists of named things are compared by name", () => {
    const from = {
      ...withContainer({
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
        secrets: [{ name: "S", valueFrom: "arn:1" }],
        portMappings: [{ containerPort: 8000 }],
      }),
    };
    const to = {
      ...withContainer({
        environment: [
          { name: "C", value: "3" },
          { name: "A", value: "one" },
        ],
        secrets: [{ name: "S", valueFrom: "arn:2" }],
        portMappings: [{ containerPort: 9000 }],
        stopTimeout: 60,
      }),
      cpu: "512",
    };
    expect(differences(from, to)).toEqual([
      { path: "cpu", from: "256", to: "512" },
      { path: "gunicorn.environment.A", from: "1", to: "one" },
      { path: "gunicorn.environment.B", from: "2", to: undefined },
      { path: "gunicorn.environment.C", from: undefined, to: "3" },
      { path: "gunicorn.portMappings", from: '[{"containerPort":8000}]', to: '[{"containerPort":9000}]' },
      { path: "gunicorn.secrets.S", from: "arn:1", to: "arn:2" },
      { path: "gunicorn.stopTimeout", from: undefined, to: "60" },
    ]);
  });

  test("aren't what ECS adds: empty lists, revision, status, family, tags", () => {
    const described = {
      ...withContainer({ environment: [{ name: "A", value: "1" }], mountPoints: [] }),
      family: "other",
    };
    expect(differences(base, described)).toEqual([]);
  });

  test("don't depend on the order of variables, and are none of a definition with itself", () => {
    const variables = fc.uniqueArray(fc.record({ name: fc.string(), value: fc.string() }), {
      selector: ({ name }) => name,
    });
    fc.assert(
      fc.property(
        variables.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([environment, shuffled]) => {
          expect(
            differences(withContainer({ environment }), withContainer({ environment: shuffled })),
          ).toEqual([]);
        },
      ),
    );
  });
});

test("an ARN's revision and family", () => {
  expect([revisionName(ARN), familyOf(ARN)]).toEqual(["alpha-gunicorn:7", "alpha-gunicorn"]);
});

test.each([
  [
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/shop",
    { account: "123456789012", region: "us-east-1", name: "team/shop" },
  ],
  [
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop",
    { account: "123456789012", region: "cn-north-1", name: "shop" },
  ],
  ["public.ecr.aws/nginx/nginx", undefined],
  ["ghcr.io/acme/shop", undefined],
])("the repository %s is %o", (repository, expected) => {
  expect(parseEcr(repository)).toEqual(expected);
});
