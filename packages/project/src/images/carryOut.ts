import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain } from "@ublog/app-update/src/aws/errors.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { parseImage } from "@ublog/app-update/src/registry/registry.ts";
import { type EcrRepository, parseEcr } from "@ublog/app-update/src/release/images.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import { buildArguments, nameOf } from "./buildArguments.ts";
import type { Builder } from "./docker.ts";
import type { Job } from "./orders.ts";
import { lookUp } from "./registry.ts";
import type { Workshop } from "./workshop.ts";

/** What became of an image. */
export interface Made extends Job {
  /** `there`: the same was in the registry already. `failed` and `stopped` name the one that was being built; after it nothing is begun. */
  state: "pushed" | "built" | "there" | "failed" | "stopped" | "not begun";
  /** By which the registry knows it. */
  digest?: string;
}

/** Builds and pushes, one image after the other: they share the machine. What fails ends it, and what was pushed stays. */
export async function makeImages(
  session: Session,
  workshop: Workshop,
  jobs: readonly Job[],
): Promise<Made[]> {
  const folder = await mkdtemp(join(tmpdir(), "ublog-build-"));
  const made: Made[] = [];
  try {
    await logIn(session, workshop, jobs);
    for (const job of jobs) {
      const isOver =
        session.signal.aborted || made.some(({ state }) => ["failed", "stopped"].includes(state));
      made.push(
        isOver ? asBegun(job) : await makeImage(session, workshop, job, join(folder, `${job.image}.json`)),
      );
    }
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const asBegun = (job: Job): Made =>
  job.there === undefined
    ? { ...job, state: "not begun" }
    : { ...job, state: "there", digest: job.there.digest };

async function makeImage(session: Session, workshop: Workshop, job: Job, metadata: string): Promise<Made> {
  const { order, there } = job;
  if (there !== undefined) return asBegun(job);
  const { progress, signal } = session;
  const of = order.checkout.context;
  progress.step(
    `${order.push ? "Building and pushing" : "Building"} ${nameOf(order)} of ${of}, for ${order.platforms.join(" and ")}`,
  );
  const code = await workshop.docker.show(buildArguments(order, metadata), signal);
  const noted = code === 0 ? await digestIn(metadata) : undefined;
  if (code === 0 && !order.push) return { ...job, state: "built" };
  if (noted !== undefined) return { ...job, state: "pushed", digest: noted };
  // Docker may have been done with it all the same, or somebody else has pushed the same commit meanwhile: the registry knows.
  const now = order.push ? await lookUp(session, workshop, order).catch(() => undefined) : undefined;
  if (now?.revision === order.checkout.commit) return { ...job, state: "pushed", digest: now.digest };
  return { ...job, state: signal.aborted ? "stopped" : "failed" };
}

/** The digest that Docker notes; undefined where it notes none. */
async function digestIn(metadata: string): Promise<string | undefined> {
  try {
    return JSON.parse(await readFile(metadata, "utf8"))["containerimage.digest"];
  } catch {
    return undefined;
  }
}

/** Logs Docker in to the registries in ECR that are pushed to, unless it has a helper that does. The password reaches it on its standard input, and nothing else. */
async function logIn(
  session: Session,
  { docker, login, helpers }: Workshop,
  jobs: readonly Job[],
): Promise<void> {
  const registries = new Map<string, EcrRepository>();
  for (const { order, there } of jobs) {
    const repository = there === undefined && order.push ? parseEcr(order.repository) : undefined;
    if (repository !== undefined) registries.set(parseImage(order.repository).host, repository);
  }
  for (const [host, { region }] of registries) {
    if (helpers.has(host)) continue;
    session.progress.step(`Logging in to ${host}`);
    const { user, password } = await login(region).catch((error: unknown) => {
      throw new Refusal([`ECR gives no password for ${host}. ${explain(error)}`]);
    });
    const { code, stderr } = await docker.ask(
      ["login", "--username", user, "--password-stdin", host],
      password,
    );
    if (code === 0) continue;
    const said = stderr.trim().split("\n").at(-1)?.replaceAll(password, "…") ?? "";
    throw new Refusal([`Docker can't log in to ${host}: ${said}.`]);
  }
}

/** What keeps Docker here from making these images, each in a sentence. */
export function problemsOfBuilder(builder: Builder, jobs: readonly Job[]): string[] {
  const { name, platforms, makesIndexes, keepsIndexes } = builder;
  const wanted = [...new Set(jobs.flatMap(({ order }) => order.platforms))];
  const missing = platforms.length === 0 ? [] : wanted.filter((platform) => !platforms.includes(platform));
  const several = jobs.filter(({ order }) => order.platforms.length > 1);
  const images = several.map(({ image }) => image).join(" and ");
  const problems = missing.map(
    (platform) =>
      `Docker's builder ${name} doesn't build for ${platform} (it builds for ${platforms.join(", ")}). Let it emulate that: docker run --privileged --rm tonistiigi/binfmt --install ${platform.replace("linux/", "")}. Or let [CI] Images build.`,
  );
  if (several.length > 0 && !makesIndexes)
    problems.push(
      `Docker's builder ${name} can't make one image for several platforms, which ${images} needs: processes of the stack run on both. Make a builder that can: docker buildx create --name ublog --driver docker-container --use.`,
    );
  else if (several.some(({ order }) => !order.push) && !keepsIndexes)
    problems.push(
      `This Docker can't keep one image for several platforms, which ${images} needs: processes of the stack run on both. Push it, or turn on the containerd image store (https://docs.docker.com/engine/storage/containerd/).`,
    );
  return problems;
}
