import { createHash } from "node:crypto";

/**
 * Credentials of a task's role, as ECS gives them to its containers. The access key tells the role, so that a call can be judged by the
 * role's policies; the rest is never checked.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export class Credentials {
  readonly #roles = new Map<string, string>();

  /** The path under which the containers of a role get them. */
  pathFor(roleArn: string): string {
    const key = `ASIALOCAL${createHash("sha256").update(roleArn).digest("hex").slice(0, 11).toUpperCase()}`;
    this.#roles.set(key, roleArn);
    return `/credentials/${key}`;
  }

  /** The answer to a container that asks for that path. */
  answer(path: string): string | undefined {
    const key = path.split("/")[2] ?? "";
    const role = this.#roles.get(key);
    if (!path.startsWith("/credentials/") || role === undefined) return undefined;
    return JSON.stringify({
      RoleArn: role,
      AccessKeyId: key,
      SecretAccessKey: "local",
      Token: "local",
      Expiration: new Date(Date.now() + 6 * 3600_000).toISOString().replace(/\.\d+Z$/, "Z"),
    });
  }

  /** The role that an access key is of. */
  roleOf(accessKey: string): string | undefined {
    return this.#roles.get(accessKey);
  }
}
