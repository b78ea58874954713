import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type Block, blocksOf, blocksUnder, type Desk, desk } from "../support/document.ts";

const repository = resolve(import.meta.dirname, "../../../..");

/** Types the blocks one after the other, and gives those that failed, with what they said. */
function follow({ type }: Desk, blocks: readonly Block[], asTyped: (commands: string) => string): string[] {
  return blocks.flatMap(({ heading, commands }) => {
    const { code, output } = type(asTyped(commands));
    return code === 0 ? [] : [`${heading}\n${commands}\n${output}`];
  });
}

test("the README, from a project to its URL", { timeout: 900_000 }, () => {
  const at = desk();
  for (const [image, folder] of [
    ["backend", "shop"],
    ["frontend", "shop-ui"],
  ] as const) {
    const to = join(at.project, "..", folder);
    cpSync(join(repository, "packages/starter", image), to, { recursive: true });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: to, stdio: "pipe" });
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "first");
    git("tag", "v1");
  }
  // What somebody answers whom `init` asks.
  const answers = "--region us-east-1 --domain example.org --zone Z0000000000000000ORG --yes";
  const failed = follow(at, blocksUnder("README.md", "From your project to its URL"), (commands) =>
    commands
      .replace(/^(npx .* ublog init .*)$/m, `$1 ${answers}`)
      // Nothing is built in the sandbox, whose registry has every version.
      .replace("ublog release --build", "ublog release v1"),
  );
  expect(failed).toEqual([]);
  expect(at.type("pulumi stack output url --stack alpha").output).toContain("https://alpha.example.org\n");
  expect(at.type("npx -y pnpm@12 ublog status --stack alpha").output).toContain("alpha runs v1 (release 1,");
  const calls = at.calls();
  // The doctor asks side by side.
  expect([...calls.slice(0, 1), ...calls.slice(1, 4).sort(), ...calls.slice(4)]).toEqual([
    "npx -y pnpm@12 install",
    "docker buildx version",
    "docker version --format {{.Server.Version}}",
    "session-manager-plugin --version",
    "npx -y pnpm@12 rehearse --cost",
    "pulumi login",
  ]);
});

test("the commands of Day 2, in their order, on an environment that is up", { timeout: 900_000 }, () => {
  const at = desk();
  const before = at.type(`
    pulumi up --stack base --skip-preview
    pulumi up --stack alpha --skip-preview
    npx -y pnpm@12 ublog release v1.2.3 --stack alpha
  `);
  expect([before.code, before.output]).toEqual([0, expect.stringContaining("v1.2.3 is live")]);
  const bucket = at
    .type("pulumi stack output contract --stack base | jq -r .assets.bucketName")
    .output.trim();
  const instance = at
    .type("pulumi stack output contract --stack base | jq -r .database.instanceIdentifier")
    .output.trim();
  expect(follow(at, blocksOf("packages/docs/day-2.md"), asTyped)).toEqual([]);
  expect(at.calls()).toEqual([
    "npx -y pnpm@12 rehearse --cost",
    `aws rds create-db-snapshot --db-instance-identifier ${instance} --db-snapshot-identifier last`,
    `aws s3 sync s3://${bucket}/ublog-alpha/ ./files`,
  ]);
});

test("where your code lives, and two accounts: what git, GitHub, AWS and Docker are asked", () => {
  const at = desk(["git"]);
  const blocks = ["where-your-code-lives", "two-accounts"].flatMap((page) =>
    blocksOf(`packages/docs/${page}.md`),
  );
  // Nobody has a stack called that here.
  const typed = (commands: string) => commands.replace(/^AWS_PROFILE=production pulumi .*$/m, ":");
  expect(follow(at, blocks, typed)).toEqual([]);
  const [from, to] = ["111111111111", "222222222222"].map((id) => `${id}.dkr.ecr.us-east-1.amazonaws.com`);
  const expected = [
    "git remote add upstream https://github.com/OWNER/ublog.git",
    "git fetch upstream",
    "git merge upstream/main",
    "git remote add production https://github.com/YOU/ublog-production.git",
    "git push production main:from-development",
    "gh pr create --repo YOU/ublog-production --base main --head from-development --fill",
    "aws ecr get-login-password --profile development",
    `docker login --username AWS --password-stdin ${from}`,
    "aws ecr get-login-password --profile production",
    `docker login --username AWS --password-stdin ${to}`,
    ...["backend", "frontend"].map(
      (image) =>
        `docker buildx imagetools create --prefer-index=false --tag ${to}/ublog-${image}:v1.2.3 ${from}/ublog-${image}:v1.2.3`,
    ),
  ];
  // The two ends of a pipe start together.
  expect(at.calls().sort()).toEqual(expected.sort());
});

/** The commands with what a person does besides: type a secret, stop reading a log. A session in a container needs AWS's own plugin and service. */
function asTyped(commands: string): string {
  return commands
    .replaceAll(/^(npx .* secrets set .*)$/gm, "$1 <<< sk_live_1")
    .replaceAll(/^(npx .* --follow)$/gm, "$1 | head -1")
    .replaceAll(/^(npx .* exec \S+)/gm, "$1 --dry-run");
}
