import { describe, expect, test } from "vitest";
import { httpRegistry } from "../src/registry/http.ts";
import { parseImage, type Registry } from "../src/registry/registry.ts";
import { databaseImageOf, referenceOf } from "../src/release/databaseImage.ts";
import { makeWorld } from "./support/world.ts";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const IMAGE = "public.ecr.aws/docker/library/postgres:17";
const MANIFEST = "https://public.ecr.aws/v2/docker/library/postgres/manifests/17";

test.each([
  [IMAGE, "public.ecr.aws", "docker/library/postgres", "17"],
  ["postgres:17", "registry-1.docker.io", "library/postgres", "17"],
  ["docker.io/bitnami/postgresql", "registry-1.docker.io", "bitnami/postgresql", "latest"],
  ["localhost:5000/postgres", "localhost:5000", "postgres", "latest"],
  ["ghcr.io/a/b:1.2", "ghcr.io", "a/b", "1.2"],
])("the name %s", (image, host, path, tag) => {
  expect(parseImage(image)).toMatchObject({ host, path, tag });
});

describe("a registry over HTTP", () => {
  /** Answers each request in turn, and notes them. */
  function registryOf(...answers: (Response | Error)[]) {
    const asked: string[] = [];
    const registry = httpRegistry(async (url, { method, headers }) => {
      asked.push(`${method} ${url}${headers.authorization ? ` ${headers.authorization}` : ""}`);
      const answer = answers.shift() ?? new Error("asked too often");
      if (answer instanceof Error) throw answer;
      return answer;
    });
    return { registry, asked };
  }
  const challenge = new Response(null, {
    status: 401,
    headers: {
      "www-authenticate": 'Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"',
    },
  });
  const found = () => new Response(null, { headers: { "docker-content-digest": DIGEST } });

  test("gives the digest of a tag, with the anonymous token that its challenge points to", async () => {
    const { registry, asked } = registryOf(challenge.clone(), Response.json({ token: "t0" }), found());
    expect(await registry.digestOf(IMAGE)).toBe(DIGEST);
    expect(asked).toEqual([
      `HEAD ${MANIFEST}`,
      "GET https://public.ecr.aws/token/?service=public.ecr.aws&scope=aws",
      `HEAD ${MANIFEST} Bearer t0`,
    ]);
  });

  test("or without one, where it wants none", async () => {
    expect(await registryOf(found()).registry.digestOf(IMAGE)).toBe(DIGEST);
  });

  test("gives a document by its digest, with the same token, and what is behind an address as it is", async () => {
    const { registry, asked } = registryOf(
      challenge.clone(),
      Response.json({ token: "t0" }),
      Response.json({ manifests: [] }),
      Response.json({ os: "linux" }),
    );
    const repository = "public.ecr.aws/docker/library/postgres";
    expect(await registry.document("manifests", repository, DIGEST)).toEqual({ manifests: [] });
    expect(await registry.download("https://layers.example/config?signature=1")).toEqual({ os: "linux" });
    const manifest = `https://public.ecr.aws/v2/docker/library/postgres/manifests/${DIGEST}`;
    expect(asked).toEqual([
      `GET ${manifest}`,
      "GET https://public.ecr.aws/token/?service=public.ecr.aws&scope=aws",
      `GET ${manifest} Bearer t0`,
      "GET https://layers.example/config?signature=1",
    ]);
  });

  test("gives no document that isn't one, or isn't there", async () => {
    const gone = new Response("gone", { status: 404 });
    const { registry } = registryOf(gone, new Response("<html>"), gone.clone(), new Error("ENETUNREACH"));
    expect(await registry.document("blobs", "ghcr.io/acme/shop", DIGEST)).toBeUndefined();
    expect(await registry.document("blobs", "ghcr.io/acme/shop", DIGEST)).toBeUndefined();
    expect(await registry.download("https://layers.example")).toBeUndefined();
    expect(await registry.download("https://layers.example")).toBeUndefined();
  });

  test.each([
    ["there is no network", [new Error("ENETUNREACH")]],
    [
      "it wants a login",
      [new Response(null, { status: 401, headers: { "www-authenticate": 'Basic realm="x"' } })],
    ],
    [
      "the token isn't taken",
      [challenge.clone(), Response.json({ token: "t0" }), new Response(null, { status: 403 })],
    ],
    [
      "a token would go over plain HTTP",
      [new Response(null, { status: 401, headers: { "www-authenticate": 'Bearer realm="http://x/"' } })],
    ],
    ["it has no such tag", [new Response(null, { status: 404 })]],
    ["it names no digest", [new Response(null)]],
    ["it names something else", [new Response(null, { headers: { "docker-content-digest": "md5:1" } })]],
  ])("says nothing where %s", async (_, answers) => {
    expect(await registryOf(...answers).registry.digestOf(IMAGE)).toBeUndefined();
  });
});

describe("the image that makes the database", () => {
  const { update } = makeWorld({ database: true }).targets;
  const asked: unknown[] = [];
  const aws = (async (_: string, input: unknown) => {
    asked.push(input);
    return { imageDetails: [{ imageDigest: DIGEST }] };
  }) as never;
  const registry = { digestOf: async () => undefined } as unknown as Registry;
  const of = (image: string) =>
    databaseImageOf(
      { aws, registry },
      { region: "us-east-1", update: { ...update, database: { container: "database", image } } },
    );

  test("is asked of ECR where it is there, in this region", async () => {
    const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/postgres:17";
    expect(await of(image)).toEqual({ image, digest: DIGEST });
    expect(asked).toEqual([
      { registryId: "123456789012", repositoryName: "postgres", imageIds: [{ imageTag: "17" }] },
    ]);
    const elsewhere = image.replace("us-east-1", "eu-west-1");
    expect(await of(elsewhere)).toEqual({ image: elsewhere });
  });

  test("keeps a digest of its own, and goes by its tag where nobody knows one", async () => {
    expect(await of(`postgres@${DIGEST}`)).toEqual({ image: `postgres@${DIGEST}`, digest: DIGEST });
    expect(await of(IMAGE)).toEqual({ image: IMAGE });
    expect(referenceOf({ image: IMAGE })).toBe(IMAGE);
    expect(referenceOf({ image: IMAGE, digest: DIGEST })).toBe(
      `public.ecr.aws/docker/library/postgres@${DIGEST}`,
    );
    expect(referenceOf({ image: `postgres@${DIGEST}`, digest: DIGEST })).toBe(`postgres@${DIGEST}`);
  });
});
