import { Octokit } from "@octokit/rest";
import { UserError } from "@ublog/terminal/errors";
import { needed } from "./run.ts";
import type { Environment } from "./workflowOutput.ts";

/** The issues and comments of the repository that a workflow runs in, as far as this package writes them. */
export interface Repository {
  /** Puts one comment of this package on a pull request, or changes it in place. `create` false leaves it where there is none. */
  keepComment(pullRequest: number, marker: string, body: string, create: boolean): Promise<void>;
  /** Opens an issue, or brings an open one up to date. */
  keepIssue(marker: string, title: string, body: string): Promise<void>;
  /** The markers of this package's open issues that begin like this. */
  openIssues(marker: RegExp): Promise<string[]>;
  /** Closes the issue, if one is open, with a final comment. */
  closeIssue(marker: string, lastWord: string): Promise<void>;
}

/** The account of the token that workflows have. Nobody else's text is taken for this package's. */
const OWN_ACCOUNT = "github-actions[bot]";

export function openRepository(env: Environment): Repository {
  const [owner = "", repo = ""] = needed(env, "GITHUB_REPOSITORY").split("/");
  const octokit = new Octokit({
    auth: needed(env, "GITHUB_TOKEN"),
    baseUrl: env.GITHUB_API_URL || "https://api.github.com",
    // GitHub's answer is explained below.
    log: { debug() {}, info() {}, warn: console.error, error() {} },
  });
  const { issues } = octokit.rest;
  const own = (text: { body?: string | null; user?: { login: string } | null }, marker: string) =>
    text.user?.login === OWN_ACCOUNT && text.body?.startsWith(marker) === true;

  const ownIssues = () =>
    octokit.paginate(issues.listForRepo, {
      owner,
      repo,
      state: "open",
      creator: OWN_ACCOUNT,
      per_page: 100,
    });
  const openIssue = async (marker: string) => (await ownIssues()).find((issue) => own(issue, marker));

  return {
    keepComment: (pullRequest, marker, body, create) =>
      explained(async () => {
        const about = { owner, repo, issue_number: pullRequest };
        const all = await octokit.paginate(issues.listComments, { ...about, per_page: 100 });
        const comment = all.find((one) => own(one, marker));
        const text = `${marker}\n${body}`;
        if (comment !== undefined)
          await issues.updateComment({ owner, repo, comment_id: comment.id, body: text });
        else if (create) await issues.createComment({ ...about, body: text });
      }),
    keepIssue: (marker, title, body) =>
      explained(async () => {
        const issue = await openIssue(marker);
        const content = { owner, repo, title, body: `${marker}\n${body}` };
        if (issue === undefined) await issues.create(content);
        else await issues.update({ ...content, issue_number: issue.number });
      }),
    openIssues: (marker) =>
      explained(async () =>
        (await ownIssues()).flatMap((issue) => {
          const found = marker.exec(issue.body ?? "")?.[0];
          return found !== undefined && own(issue, found) ? [found] : [];
        }),
      ),
    closeIssue: (marker, lastWord) =>
      explained(async () => {
        const issue = await openIssue(marker);
        if (issue === undefined) return;
        const about = { owner, repo, issue_number: issue.number };
        await issues.createComment({ ...about, body: lastWord });
        await issues.update({ ...about, state: "closed", state_reason: "completed" });
      }),
  };
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status === undefined) throw error;
    throw new UserError(
      `GitHub answered ${status} (${(error as Error).message}). The job's token needs the permission to write issues or pull requests.`,
    );
  }
}
