import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commentCommand, driftIssuesCommand } from "../src/commands/publish.ts";
import type { Preview } from "../src/preview.ts";
import { savePreview } from "../src/savedPlan.ts";
import { type FakeGithub, startFakeGithub } from "./support/github.ts";
import { database, preview } from "./support/previews.ts";

let folder: string;
let github: FakeGithub;
let env: Record<string, string>;

beforeEach(async () => {
  vi.spyOn(console, "log").mockReturnValue();
  folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  github = await startFakeGithub();
  describePullRequest("");
  env = {
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: "token",
    GITHUB_REPOSITORY: "octocat/ublog",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_RUN_ID: "4711",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
  await github.close();
});

function describePullRequest(body: string | null) {
  writeFileSync(join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7, body } }));
}

/** Keeps previews as the jobs of a matrix do. */
function keep(...previews: Preview[]): string {
  const previewsFolder = join(folder, "previews");
  rmSync(previewsFolder, { recursive: true, force: true });
  for (const one of previews) {
    // The download puts a single artifact right into the folder.
    const place = previews.length === 1 ? previewsFolder : join(previewsFolder, `preview-${one.stack}`);
    mkdirSync(place, { recursive: true });
    savePreview(place, one);
  }
  return previewsFolder;
}

const bodies = () => (github.comments[7] ?? []).map(({ body }) => body);
const alpha = preview([], { stack: "alpha" });
const base = preview([database]);
const link = "[Log of the run](https://github.example/octocat/ublog/actions/runs/4711)";

describe("the comment of a pull request", () => {
  test("is one, by stack, and is edited in place also behind a page of others", async () => {
    github.comments[7] = [1, 2, 3].map((id) => ({
      id: 100 + id,
      body: "Looks good",
      user: { login: "octocat" },
    }));
    await commentCommand(env, keep(base, alpha), ["alpha", "base"]);
    await commentCommand(env, keep(alpha), ["alpha"]);
    expect(bodies().slice(0, 3)).toEqual(["Looks good", "Looks good", "Looks good"]);
    expect(bodies().slice(3)).toEqual([
      `<!-- pulumi-preview -->\n## Pulumi preview\n\n${link}\n\n### \`alpha\`: no changes`,
    ]);
    expect(github.changes).toHaveLength(2);
  });

  test("says what would be lost and what to write, or that it is allowed", async () => {
    await commentCommand(env, keep(base), ["base"]);
    expect(bodies()[0]).toContain(`> - \`database\`, a database: replaced, because of \`dbName\``);
    expect(bodies()[0]).toContain(`\`\`\`text\nAllow-Loss-Of: ${database.urn}\n\`\`\``);
    describePullRequest(`Allow-Loss-Of: ${database.urn}`);
    await commentCommand(env, keep(base), ["base"]);
    expect(bodies()[0]).toContain("> **This loses, as the description of the pull request allows:**");
    expect(bodies()[0]).not.toContain("Allow-Loss-Of");
  });

  test("names the stacks whose preview did not get as far", async () => {
    await commentCommand(env, join(folder, "nothing"), ["alpha", "base"]);
    expect(bodies()[0]).toContain("The preview of `base` did not get as far as a report.");
  });

  test("is not made for a change that touches no stack, and corrected where there is one", async () => {
    describePullRequest(null);
    await commentCommand(env, keep(), []);
    expect(bodies()).toEqual([]);
    await commentCommand(env, keep(alpha), ["alpha"]);
    await commentCommand(env, keep(), []);
    expect(bodies()).toEqual([
      `<!-- pulumi-preview -->\n## Pulumi preview\n\nThis pull request changes no stack.\n\n${link}`,
    ]);
  });

  test("says why where nobody knows which stacks there are, instead of the comment of an earlier push", async () => {
    await commentCommand(env, keep(alpha), ["alpha"]);
    await commentCommand(
      env,
      join(folder, "nothing"),
      undefined,
      "Pulumi.alpha.yaml is not valid YAML: line 3",
    );
    const why =
      "> **There is no preview of this state of the pull request:** which stacks it changes couldn't be found out.";
    expect(bodies()).toEqual([
      `<!-- pulumi-preview -->\n## Pulumi preview\n\n> [!CAUTION]\n${why}\n>\n> \`\`\`text\n> Pulumi.alpha.yaml is not valid YAML: line 3\n> \`\`\`\n\n${link}`,
    ]);
    await commentCommand(env, join(folder, "nothing"), undefined);
    expect(bodies()[0]).toContain(`${why} The job “Stacks” failed.\n`);
  });

  test("somebody else's comment is not taken for its own", async () => {
    github.comments[7] = [{ id: 1, body: "<!-- pulumi-preview -->\nhello", user: { login: "octocat" } }];
    await commentCommand(env, keep(alpha), ["alpha"]);
    expect(bodies()).toHaveLength(2);
  });

  test("says what is missing where GitHub refuses, and where there is no pull request", async () => {
    github.fail(403);
    await expect(commentCommand(env, keep(alpha), ["alpha"])).rejects.toThrow(
      /^GitHub answered 403 \(.*\)\. The job's token needs the permission to write issues or pull requests\.$/,
    );
    writeFileSync(join(folder, "event.json"), "{}");
    await expect(commentCommand(env, keep(alpha), ["alpha"])).rejects.toThrow(
      "This run is not for a pull request: there is nothing to comment on.",
    );
    describePullRequest("");
    await expect(commentCommand({ ...env, GITHUB_TOKEN: "" }, keep(alpha), [])).rejects.toThrow(
      "The environment variable GITHUB_TOKEN is not set. GitHub Actions sets it in a workflow.",
    );
  });
});

describe("the issues about drift", () => {
  const drifted = preview([{ ...database, action: "update", replacedBecause: [] }], { operation: "drift" });
  const same = preview([], { operation: "drift" });

  test("one for each stack that differs, brought up to date, and closed when the difference is gone", async () => {
    await driftIssuesCommand(env, keep(drifted, { ...same, stack: "alpha" }));
    expect(github.issues).toMatchObject([
      {
        title: "Drift: base is not what its program says",
        state: "open",
        body: expect.stringMatching(/^<!-- pulumi-drift base -->\n/),
      },
    ]);
    const [issue] = github.issues;
    expect(issue?.body).toContain("### `base`: 1 changed");
    expect(issue?.body).toContain('- dbName: "app"\n+ dbName: "shop"');

    await driftIssuesCommand(env, keep({ ...drifted, changes: [...drifted.changes, database] }));
    expect(github.issues).toHaveLength(1);
    expect(github.issues[0]?.body).toContain("### `base`: 1 changed, needs a replacement, 1 changed");

    await driftIssuesCommand(env, keep(same));
    expect(github.issues).toMatchObject([{ state: "closed", state_reason: "completed" }]);
    expect(github.comments[issue?.number ?? 0]?.map(({ body }) => body)).toEqual([
      `The difference is gone. ${link}`,
    ]);

    await driftIssuesCommand(env, keep(same));
    expect(github.changes).toHaveLength(4);
    await driftIssuesCommand(env, keep(drifted));
    expect(github.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("a preview that failed changes no issue", async () => {
    await driftIssuesCommand(env, keep(drifted));
    const before = github.changes.length;
    await driftIssuesCommand(env, keep({ ...same, outcome: "failed" }));
    expect(github.changes).toHaveLength(before);
  });

  const lastWords = () => (github.comments[github.issues[0]?.number ?? 0] ?? []).map(({ body }) => body);

  test("a stack that has no resources any more has no issue any more", async () => {
    await driftIssuesCommand(env, keep(drifted));
    await driftIssuesCommand(env, keep({ ...same, outcome: "missing" }));
    expect(github.issues).toMatchObject([{ state: "closed" }]);
    expect(lastWords()).toEqual([`The stack has no resources: there is nothing to compare. ${link}`]);
  });

  test("neither has one that has no file any more; the others keep theirs", async () => {
    await driftIssuesCommand(env, keep(drifted, { ...drifted, stack: "alpha" }), ["alpha", "base"]);
    const somebodys = { id: 9, number: 9, title: "x", body: "<!-- pulumi-drift gone -->", state: "open" };
    github.issues.push({ ...somebodys, user: { login: "octocat" } });
    await driftIssuesCommand(env, join(folder, "nothing"), ["alpha"]);
    expect(github.issues.map(({ title, state }) => [title, state])).toEqual([
      ["Drift: alpha is not what its program says", "open"],
      ["Drift: base is not what its program says", "closed"],
      ["x", "open"],
    ]);
    expect((github.comments[github.issues[1]?.number ?? 0] ?? []).map(({ body }) => body)).toEqual([
      `There is no Pulumi.base.yaml any more: nothing is compared. ${link}`,
    ]);
  });
});
