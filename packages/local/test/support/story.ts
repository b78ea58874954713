import type {
  Environment,
  LocalImage,
  RunningContainer,
  RunningTask,
  Servers,
  TaskEnd,
} from "../../src/index.ts";
import { runTask, startTask } from "../../src/index.ts";
import { SCALE } from "./scale.ts";

/** One version of an app on the servers: its tasks, which all end with it. */
export class Release {
  readonly #tasks: RunningTask[] = [];
  readonly environment: Environment;
  readonly image: LocalImage;
  readonly servers: Servers;

  constructor(environment: Environment, image: LocalImage, servers: Servers) {
    this.environment = environment;
    this.image = image;
    this.servers = servers;
  }

  /** Runs the update task: the database's container, which has an image with psql, and Django's. */
  update(): Promise<TaskEnd> {
    const { servers } = this;
    const image = ({ name }: { name: string }) => (name === "database" ? servers.psqlImage : this.image);
    return runTask(this.environment.task("update"), { image, servers });
  }

  /** Starts a process of the app, with other values of some variables, and waits until it has printed that it is ready. */
  async start(
    process: string,
    ready: RegExp,
    otherwise: Record<string, string> = {},
  ): Promise<RunningContainer> {
    const { image, servers } = this;
    const task = this.environment.task(process);
    for (const container of task.containers) Object.assign(container.environment, otherwise);
    const running = await startTask(task, { image, servers, scale: SCALE });
    this.#tasks.push(running);
    const [container] = Object.values(running.containers);
    if (container === undefined) throw new Error(`${process} has no container`);
    await container.process.printed(ready);
    return container;
  }

  gunicorn = () => this.start("gunicorn", /Listening at/);
  worker = () => this.start("default", / ready\./);

  async stop(): Promise<void> {
    await Promise.all(this.#tasks.splice(0).map((task) => task.stop()));
  }
}

/** The keys in a bucket, with their metadata's cache control. */
export async function keysIn(servers: Servers, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  for (let token = ""; ; ) {
    const more = token === "" ? "" : `&continuation-token=${encodeURIComponent(token)}`;
    const answer = await fetch(`${servers.awsUrl}/${bucket}?list-type=2${more}`, {
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host",
      },
    });
    const text = await answer.text();
    keys.push(...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key));
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1] ?? "";
    if (token === "") return keys.sort();
  }
}
