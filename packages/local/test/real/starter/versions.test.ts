import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkArguments, checkScript } from "../../../../app-update/src/release/checkScript.ts";
import { type LocalImage, readEnvironment, runTask, type Servers, startServers } from "../../../src/index.ts";
import { temporaryFolder } from "../../../src/processes/temporaryFolder.ts";
import { ask } from "../../support/http.ts";
import { STARTER } from "../../support/image/theImages.ts";
import { stacks } from "../../support/stacks.ts";
import { starterImage } from "../../support/starterImage.ts";
import { Release } from "../../support/story.ts";

/*
 * The starter, and the versions of it that go wrong: packages/starter/patches.
 */

const HOST = "starter.example.com";

/** Which patches a test has applied. */
const applied: string[] = [];

let world: Awaited<ReturnType<typeof stacks>>;
let servers: Servers;
let image: LocalImage;
let good: Release;
const folders = temporaryFolder(tmpdir(), "ublog-versions-");

beforeAll(async () => {
  world = await stacks(["starter"]);
  servers = await startServers(world);
  image = await starterImage();
  good = release("1.0.0", image);
});
afterAll(async () => {
  await good?.stop();
  await servers?.stop();
  folders.remove();
});

const release = (version: string, of: LocalImage) =>
  new Release(readEnvironment(world, { environment: "starter", version }), of, servers);

/** The starter's Django project with a patch, as `git apply` makes it in a checkout. */
function patched(patch: string): LocalImage {
  const checkout = join(folders.folder, patch);
  const folder = join(checkout, "packages/starter/backend");
  mkdirSync(folder, { recursive: true });
  const project = join(STARTER, "backend");
  cpSync(join(project, "manage.py"), join(folder, "manage.py"));
  cpSync(join(project, "shop"), join(folder, "shop"), { recursive: true });
  execFileSync("git", ["apply", join(STARTER, "patches", `${patch}.patch`)], { cwd: checkout });
  applied.push(`${patch}.patch`);
  return { ...image, folder };
}

/** What the check of a release says of an image. */
async function check(of: LocalImage): Promise<{ exitCode?: number; problems: string[]; warnings: string[] }> {
  const { targets, task } = readEnvironment(world, { environment: "starter", version: "2.0.0" });
  const update = task("update");
  const containers = update.containers.map((container) => {
    if (container.name !== targets.update.container) return container;
    const facts = { ...targets.check, update: container.command };
    return { ...container, command: ["python", ...checkArguments(checkScript(), facts)] };
  });
  const ofContainer = ({ name }: { name: string }) => (name === "database" ? servers.psqlImage : of);
  const { exitCodes, output } = await runTask({ ...update, containers }, { image: ofContainer, servers });
  const lines = (output[targets.update.container] ?? "").trim().split("\n");
  const said = JSON.parse(lines.at(-1)?.replace("django-ecs-check ", "") ?? "");
  const questions = (findings: { question: string }[]) => findings.map(({ question }) => question);
  return {
    exitCode: exitCodes[targets.update.container],
    problems: questions(said.problems),
    warnings: questions(said.warnings),
  };
}

test("the starter itself: the check finds nothing, and the update goes well", async () => {
  expect(await check(image)).toEqual({ exitCode: 0, problems: [], warnings: [] });
  expect((await good.update()).exitCodes).toEqual({ database: 0, backend_update: 0 });
});

test("failing-migration: the update task fails, and the version before goes on", async () => {
  const { exitCodes, output } = await release("2.0.0", patched("failing-migration")).update();
  expect(exitCodes).toEqual({ database: 0, backend_update: 1 });
  expect(output.backend_update).toContain('could not create unique index "shop_product_sku');
  // Nothing is left of it: Postgres migrates in a transaction.
  const web = await good.gunicorn();
  expect((await ask(`${web.url}/api/products/`, { host: HOST })).status).toBe(200);
});

test("dropped-static-file: a version that hasn't it any more leaves the one before its own", async () => {
  const next = release("3.0.0", patched("dropped-static-file"));
  expect((await next.update()).exitCodes).toEqual({ database: 0, backend_update: 0 });
  const styles = async (of: Release) => {
    const web = await of.gunicorn();
    const page = await ask(`${web.url}/api/`, { host: HOST });
    return [page.status, /static\/shop\/(\w+)\.[0-9a-f]+\.css/.exec(page.body)?.[1]];
  };
  // A task of the version before that starts only now: it scales out, or the release goes back.
  expect([await styles(next), await styles(good)]).toEqual([
    [200, "shop"],
    [200, "api"],
  ]);
  await next.stop();
});

test("foreign-host: the check refuses it; who starts it all the same sees a healthy server that answers nobody", async () => {
  const foreign = patched("foreign-host");
  expect(await check(foreign)).toEqual({ exitCode: 3, problems: ["allowed-hosts"], warnings: [] });
  const wrong = release("4.0.0", foreign);
  const web = await wrong.gunicorn();
  expect((await ask(`${web.url}/api/health-check/`)).status).toBe(200);
  expect((await ask(`${web.url}/api/products/`, { host: HOST })).status).toBe(400);
  await wrong.stop();
});

test("each patch has a test", () => {
  expect(applied.sort()).toEqual(readdirSync(join(STARTER, "patches")).sort());
});
