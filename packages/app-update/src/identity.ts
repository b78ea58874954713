import { hostname, userInfo } from "node:os";
import type { Identity } from "./session.ts";

/** Who runs this program: the GitHub user and run in Actions, otherwise the user of this machine. */
export function identityOf(environment: NodeJS.ProcessEnv): Identity {
  const { GITHUB_ACTOR, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } =
    environment;
  if (GITHUB_ACTOR === undefined || GITHUB_RUN_ID === undefined)
    return { actor: `${userName()}@${hostname()}` };
  return {
    actor: GITHUB_ACTOR,
    run: `${GITHUB_SERVER_URL ?? "https://github.com"}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`,
    attempt: Number(GITHUB_RUN_ATTEMPT ?? 1),
  };
}

/**
 * The commit of a version, where it can be known: the version is one, or it is the tag or branch that this workflow run was
 * started on.
 */
export function gitShaOf(version: string, environment: NodeJS.ProcessEnv): string | undefined {
  if (/^[0-9a-f]{7,40}$/.test(version)) return version;
  return environment.GITHUB_REF_NAME === version ? environment.GITHUB_SHA : undefined;
}

/** A user without a name, as in some containers, is an error for Node. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
