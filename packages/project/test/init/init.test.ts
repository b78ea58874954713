import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { init } from "../../src/commands/init.ts";
import { answering, bench, FLAGS, folderWith, noCredentials, STARTPROJECT } from "./support.ts";

const CELERY = { ...STARTPROJECT, "shop/celery.py": 'from celery import Celery\n\napp = Celery("shop")\n' };
const error = (running: Promise<unknown>) =>
  running.then(
    () => undefined,
    (thrown: Error) => [thrown.constructor.name, thrown.message],
  );

test("writes the stack files and says what was found, what is to be done and what comes next", async () => {
  const team = bench();
  const { code, text } = await team.run(FLAGS);
  expect([code, readdirSync(team.fork).sort()]).toEqual([
    0,
    [".ublog.yaml", "Pulumi.alpha.yaml", "Pulumi.base.yaml", "Pulumi.yaml", "packages"],
  ]);
  expect(text).toBe(`What ../shop shows, without having been run:

settings      shop.settings           manage.py names it
web server    WSGI by gunicorn        there is a wsgi.py
serves        shop.wsgi
static files  bucket                  nothing in the settings serves them from
                                      the image
paths         /*                      no front end: all paths
health check  /api/health-check/      the default
Celery        none
update        migrate, collectstatic
front end     none
Dockerfile    none

✓ Pulumi.base.yaml: written
✓ Pulumi.alpha.yaml: written
✓ .ublog.yaml: written

To be done in the project:
  - Add to ../shop/requirements.txt: psycopg[binary], redis,
    django-storages[s3], gunicorn.
  - django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on
    your own machine:

pip install './packages/django-ecs-kit[postgres,redis,s3]'

  - At the end of ../shop/shop/settings.py:

from django_ecs.settings import configure

configure(globals())

To know, and to look at:
  - packages/starter isn't in this repository. It shows what a Dockerfile is
    made of, so none was written. Bring it back from the repository that yours
    is a fork of.
  - The database is SQLite in the settings, and Postgres in the environment: the
    kit sets that, and a developer's machine keeps SQLite.

Next:
  npx -y pnpm@12 ublog doctor
  # Once, image repositories and the roles of GitHub's workflows: README.md,
  # "Bring up the account, once", begins with
  pulumi stack init bootstrap
  # Without GitHub the repository alone is enough, in place of bootstrap:
  #   aws ecr create-repository --repository-name ublog-backend \\
  #     --image-tag-mutability IMMUTABLE
  pulumi stack init base
  pulumi up --stack base
  # ../shop has no git repository, whose commits are versions:
  printf '%s\\n' __pycache__/ .venv/ .env db.sqlite3 \\
    > ../shop/.gitignore
  git -C ../shop init
  git -C ../shop add .
  git -C ../shop commit --message "First version"
  git -C ../shop tag v1
  npx -y pnpm@12 ublog build --stack alpha
  pulumi stack init alpha
  pulumi up --stack alpha
  npx -y pnpm@12 ublog release v1 --stack alpha   # the version that build named
  pulumi stack output url --stack alpha`);
});

test("what is there is no next step: a git repository, the stack bootstrap", async () => {
  const team = bench(
    { ...STARTPROJECT, ".git/HEAD": "", ".gitignore": "" },
    { "Pulumi.bootstrap.yaml": "config: {}\n" },
  );
  folderWith({ "package.json": '{"dependencies":{"nuxt":"4"}}', ".gitignore": "" }, join(team.folder, "ui"));
  const { text } = await team.run({ ...FLAGS, frontend: "../ui" });
  expect(text.split("\nNext:\n")[1]).toBe(`  npx -y pnpm@12 ublog doctor
  pulumi stack init base
  pulumi up --stack base
  # ../ui has no git repository, whose commits are versions:
  git -C ../ui init
  git -C ../ui add .
  git -C ../ui commit --message "First version"
  git -C ../ui tag v1
  npx -y pnpm@12 ublog build --stack alpha
  pulumi stack init alpha
  pulumi up --stack alpha
  npx -y pnpm@12 ublog release v1 --stack alpha   # the version that build named
  pulumi stack output url --stack alpha`);
});

test("a second time changes nothing, and says so; it needs no flags then", async () => {
  const team = bench(CELERY);
  await team.run(FLAGS);
  const files = ["Pulumi.base.yaml", "Pulumi.alpha.yaml", ".ublog.yaml"];
  const before = files.map((file) => team.read(`fork/${file}`));
  for (const options of [FLAGS, {}, { write: true }]) {
    const { code, text } = await team.run(options);
    expect([code, files.map((file) => team.read(`fork/${file}`))]).toEqual([0, before]);
    expect(text).toContain(`✓ Pulumi.base.yaml: says so already
✓ Pulumi.alpha.yaml: says so already
✓ .ublog.yaml: says so already

Nothing was changed: all files say this already.
`);
  }
});

describe("a file that somebody has changed", () => {
  const change = (text: string) =>
    text
      .replace("kit: true", "kit: false # not yet")
      .replace("cpu: 512 #", "cpu: 256 #")
      .replace("    default: {}\n", "    default: { concurrency: 3 }\n    mail: {}\n")
      .replace("config:\n", "encryptionsalt: v1:x\nconfig:\n  # ours\n  ublog:alarms: { enabled: true }\n")
      .replace("ublog:environment: {}", "ublog:environment:\n    LOG_LEVEL: info")
      .replace(/\n {2}# What a release runs first[\s\S]*?(?=\n\n)/, "");

  test("isn't overwritten: each setting that differs is said, with what is there and what would be", async () => {
    const team = bench(CELERY);
    await team.run(FLAGS);
    const changed = change(team.read("fork/Pulumi.alpha.yaml"));
    writeFileSync(join(team.fork, "Pulumi.alpha.yaml"), changed);
    const { code, text } = await team.run({ ...FLAGS, region: "eu-west-1" });
    expect([code, team.read("fork/Pulumi.alpha.yaml")]).toEqual([1, changed]);
    expect(text).toContain(`! Pulumi.base.yaml: left as it is: it was changed, and differs
! Pulumi.alpha.yaml: left as it is: it was changed, and differs
✓ .ublog.yaml: says so already

setting             there           would be
──────────────────  ──────────────  ────────────────────────────────────────────
Pulumi.base.yaml:
aws:region          "eu-central-1"  "eu-west-1"
Pulumi.alpha.yaml:
aws:region          "eu-central-1"  "eu-west-1"
ublog:django.kit    false           true
ublog:update        –               { command: ["sh", "-c", "python manage.py
                                    migrate --noinput && exec python manage.py
                                    collectstatic --noinput"] }

\`--write\` puts these values in; comments and all other settings stay.

Chosen by you, and kept:
setting             there  by default
──────────────────  ─────  ──────────
Pulumi.alpha.yaml:
ublog:gunicorn.cpu  256    512
`);
  });

  test("takes these values with --write, and keeps comments and all other settings", async () => {
    const team = bench(CELERY);
    await team.run(FLAGS);
    const original = team.read("fork/Pulumi.alpha.yaml");
    writeFileSync(join(team.fork, "Pulumi.alpha.yaml"), change(original));
    const { code, text } = await team.run({ ...FLAGS, write: true });
    expect(code).toBe(0);
    expect(text).toContain("✓ Pulumi.alpha.yaml: brought up to date\n");
    expect(team.read("fork/Pulumi.alpha.yaml")).toBe(
      `${change(original)
        .replace("kit: false # not yet", "kit: true # not yet")
        .replace("paths: [/*]", "paths: [ /* ]")
        .replace("\n\n\n", "\n\n")
        .replace('["/*"]', '[ "/*" ]')}
  # What a release runs first, in the folder that the image starts in.
  ublog:update:
    command: [ sh, -c, "python manage.py migrate --noinput && exec python manage.py collectstatic --noinput" ]
`,
    );
    expect(await team.run(FLAGS)).toMatchObject({ code: 0 });
  });

  test("but written anew where it is the starter's, as it was committed", async () => {
    const starter = Object.fromEntries(
      Object.entries(STARTPROJECT).map(([path, text]) => [`packages/starter/backend/${path}`, text]),
    );
    const team = bench(CELERY, starter);
    const { text } = await team.run({
      backend: "packages/starter/backend",
      domain: "example.com",
      zone: "Z0123456789ABCDEFGHIJ",
    });
    expect(text).toContain("✓ Pulumi.base.yaml: written\n");
    const placeholders = team
      .read("fork/Pulumi.base.yaml")
      .replace("us-east-1\n", "us-east-1 # CHANGE: the AWS region\n");
    expect(placeholders).toContain("aws:region: us-east-1 # CHANGE: the AWS region\n");
    expect((await team.run({ ...FLAGS })).code).toBe(1);
  });
});

describe("a fork without the starter", () => {
  test("says what is missing, and what couldn't be done", async () => {
    const team = bench();
    await team.run(FLAGS);
    const { code, text } = await team.run({ ...FLAGS, region: "eu-west-1" });
    expect(code).toBe(1);
    expect(text).toContain(`
To know, and to look at:
  - packages/starter isn't in this repository. It shows which files nobody has
    changed yet, so all that differ were left alone, and what a Dockerfile is
    made of, so none was written. Bring it back from the repository that yours
    is a fork of, or write --write for the stack files.
`);
    const Dockerfile = "FROM python\nWORKDIR /app\nCOPY . .\n";
    const done = await bench({ ...STARTPROJECT, Dockerfile }).run(FLAGS);
    expect(done.text).not.toContain("packages/starter isn't");
  });

  test("has that of the repository which the program is in: the sandbox's copy of the stack files", async () => {
    const repository = resolve(import.meta.dirname, "../../../..");
    const committed = (file: string) => readFileSync(join(repository, file), "utf8");
    const files = ["Pulumi.base.yaml", "Pulumi.alpha.yaml", ".ublog.yaml"];
    const copied = (file: string) => String(parseDocument(committed(file)));
    expect(copied("Pulumi.alpha.yaml")).not.toBe(committed("Pulumi.alpha.yaml"));
    const team = bench(STARTPROJECT, Object.fromEntries(files.map((file) => [file, copied(file)])));
    const { code, text } = await team.run(FLAGS, { repository });
    expect(code).toBe(0);
    expect(text).toContain(`
✓ Pulumi.base.yaml: written anew: nobody had changed it
✓ Pulumi.alpha.yaml: written anew: nobody had changed it
✓ .ublog.yaml: written anew: nobody had changed it
✓ ../shop/Dockerfile: written
✓ ../shop/.dockerignore: written
`);
    expect(text).not.toContain("packages/starter isn't");
  });
});

test("a trial has no domain; the way back to one takes the trial out", async () => {
  const team = bench();
  expect((await team.run({ backend: "../shop", trial: true })).code).toBe(0);
  expect(team.read("fork/Pulumi.base.yaml")).toContain(`
  # A trial without a domain: HTTP on the load balancer's own name, for one environment. For a domain write \`domainName\` and
  # \`zoneId\` (or \`certificateArn\`) in its place.
  ublog:trial: { app: alpha }

  # What happens to data when something is deleted. A trial is \`disposable\`: a destroy takes everything with it.
  ublog:durability: disposable
`);
  expect((await team.run({})).text).toContain("Nothing was changed");
  const { code, text } = await team.run({ domain: "example.org", zone: "Z0ABCDEFGH" });
  expect(code).toBe(1);
  expect(text).toContain(`
ublog:domainName   –                 "example.org"
ublog:zoneId       –                 "Z0ABCDEFGH"
ublog:durability   "disposable"      "durable"
ublog:trial        { app: "alpha" }  –
`);
  expect((await team.run({ domain: "example.org", zone: "Z0ABCDEFGH", write: true })).code).toBe(0);
  expect(team.read("fork/Pulumi.base.yaml")).not.toContain("ublog:trial");
  expect((await team.run({})).text).toContain("Nothing was changed");
});

test("folders are below the one in which the person is, wherever pnpm starts the program", async () => {
  const team = bench();
  const INIT_CWD = join(team.fork, "packages/x");
  const { code, text } = await team.run(
    { ...FLAGS, backend: "../../../shop" },
    { environment: { INIT_CWD } },
  );
  expect([code, text.split("\n")[0]]).toEqual([0, "What ../../../shop shows, without having been run:"]);
  expect(team.read("fork/.ublog.yaml")).toContain("folder: ../shop #");
});

test("--dry-run writes nothing, --json says it to programs", async () => {
  const team = bench();
  const { code, text } = await team.run({ ...FLAGS, dryRun: true, json: true, domain: "shop.example.org" });
  expect([code, readdirSync(team.fork)]).toEqual([0, ["Pulumi.yaml", "packages"]]);
  const said = JSON.parse(text);
  expect(Object.keys(said)).toEqual([
    "backend",
    "dryRun",
    "found",
    "files",
    "change",
    "project",
    "open",
    "next",
  ]);
  expect([said.dryRun, said.files, said.found[0], said.change]).toEqual([
    true,
    ["Pulumi.base.yaml", "Pulumi.alpha.yaml", ".ublog.yaml"].map((file) => ({
      file,
      fate: "new",
      differences: [],
    })),
    { what: "settings", value: "shop.settings", why: "manage.py names it" },
    [],
  ]);
});

describe("without a terminal", () => {
  test("all flags that are missing are said at once", async () => {
    const team = bench();
    const zones = async () => ({ HostedZones: [{ Id: "/hostedzone/Z1AAAA", Name: "example.org." }] });
    expect([
      await error(team.run()),
      await error(team.run({ backend: "../shop", domain: "example.net" })),
      await error(team.run({ backend: "../shop" }, { zones: async () => zones })),
    ]).toEqual([
      [
        "UserError",
        "There is no terminal to ask on, and these flags are missing: --backend <folder> (the checkout of the Django project), --domain <name> (or --trial, for an environment without one), --zone <id> (the Route 53 zone of the domain). There are no AWS credentials here, so the zones of the account can't be listed: name the domain and the id of its zone.",
      ],
      [
        "UserError",
        "There is no terminal to ask on, and these flags are missing: --zone <id> (the Route 53 zone of the domain). There are no AWS credentials here, so the zones of the account can't be listed: name the domain and the id of its zone.",
      ],
      [
        "UserError",
        "There is no terminal to ask on, and these flags are missing: --domain <name> (or --trial, for an environment without one), --zone <id> (the Route 53 zone of the domain). The account has these zones: example.org (Z1AAAA).",
      ],
    ]);
    expect(readdirSync(team.fork)).toEqual(["Pulumi.yaml", "packages"]);
  });

  test("the zone of a domain is found in the account, and the domain of a zone", async () => {
    const zones = async () => async () => ({
      HostedZones: [
        { Id: "/hostedzone/Z1AAAA", Name: "example.org." },
        { Id: "/hostedzone/Z2AAAA", Name: "shop.example.org." },
      ],
    });
    const base = async (flags: object) => {
      const team = bench();
      await team.run({ backend: "../shop", ...flags }, { zones });
      return /ublog:domainName: (\S+)[\s\S]*ublog:zoneId: (\S+)/
        .exec(team.read("fork/Pulumi.base.yaml"))
        ?.slice(1);
    };
    expect([
      await base({ domain: "eu.shop.example.org" }),
      await base({ domain: "example.org" }),
      await base({ zone: "Z2AAAA" }),
    ]).toEqual([
      ["eu.shop.example.org", "Z2AAAA"],
      ["example.org", "Z1AAAA"],
      ["shop.example.org", "Z2AAAA"],
    ]);
  });

  test("mistyped values are refused, all at once", async () => {
    const team = bench();
    expect(
      await error(
        team.run({
          ...FLAGS,
          stack: "base",
          region: "eu-centrl-1",
          domain: "https://Example.org/",
          zone: "example.org",
        }),
      ),
    ).toEqual([
      "UsageError",
      [
        'The stack is "base", which is the name of another one. Write that of an environment, for example alpha.',
        'The region is "eu-centrl-1", which is not an AWS region that this checkout knows. Did you mean eu-central-1?',
        'The domain is "https://Example.org/". Did you mean example.org?',
        'The zone is "example.org". Write the id of a Route 53 zone, which begins with Z: Z0123456789ABCDEFGHIJ.',
      ].join("\n"),
    ]);
    expect(await error(team.run({ ...FLAGS, trial: true }))).toEqual([
      "UsageError",
      "--trial is for an environment without a domain: leave it out, or --domain and --zone.",
    ]);
    expect(await error(team.run(FLAGS, { folder: "/" }))).toEqual([
      "UserError",
      "There is no Pulumi.yaml in / or above it.",
    ]);
  });
});

describe("at a terminal", () => {
  test("asks for what flags don't say, with what it found as the proposal", async () => {
    const team = bench(STARTPROJECT, { ".ublog.yaml": "images: { backend: { folder: ../shop } }\n" });
    const asker = answering(["", "us-west", "us-west-2", "2", "", "n"]);
    const zones = async () => async () => ({
      HostedZones: [
        { Id: "/hostedzone/Z3AAAA", Name: "inside.", Config: { PrivateZone: true } },
        { Id: "/hostedzone/Z2AAAA", Name: "example.org." },
        { Id: "/hostedzone/Z1AAAA", Name: "example.com." },
      ],
    });
    await team.run(
      {},
      { asker: () => asker, zones, environment: { NO_COLOR: "1", AWS_REGION: "eu-north-1" } },
    );
    expect(asker.asked).toEqual([
      "Folder of the Django project [../shop] ",
      "AWS region [eu-north-1] us-west",
      'The region is "us-west", which is not an AWS region. Did you mean us-west-1?',
      "AWS region [eu-north-1] us-west-2",
      "The account's public zones:",
      "  1  example.com (Z1AAAA)",
      "  2  example.org (Z2AAAA)",
      "Domain, or the number of a zone, or `trial` for an environment without one [] 2",
      "Id of the Route 53 zone of example.org [Z2AAAA] ",
      "Celery: workers and beat? Nothing in the project shows it [no] n",
    ]);
    expect(team.read("fork/Pulumi.base.yaml")).toContain(
      "  ublog:domainName: example.org # environments answer at its direct subdomains, such as alpha.example.org\n  ublog:zoneId: Z2AAAA # the Route 53 zone of that domain, for the certificate and DNS records\n",
    );
  });

  test("without credentials it says so in a line, and asks for both", async () => {
    const team = bench();
    const asker = answering(["../shop", "none", "", "example", "example.org", "", "Z1AAAA", "yes"]);
    await team.run({}, { asker: () => asker, zones: async () => noCredentials });
    expect(asker.asked.slice(3)).toEqual([
      "There are no AWS credentials here, so the zones of the account can't be listed: name the domain and the id of its zone.",
      "Domain, or `trial` for an environment without one [] example",
      'The domain is "example". Write a domain in lower-case letters, for example example.com.',
      "Domain, or `trial` for an environment without one [] example.org",
      "Id of the Route 53 zone of example.org [] ",
      'The zone is "". Write the id of a Route 53 zone, which begins with Z: Z0123456789ABCDEFGHIJ.',
      "Id of the Route 53 zone of example.org [] Z1AAAA",
      "Celery: workers and beat? Nothing in the project shows it [no] yes",
    ]);
  });

  test("--yes asks nothing", async () => {
    const team = bench();
    expect((await team.run({ ...FLAGS, yes: true }, { asker: () => answering([]) })).code).toBe(0);
  });
});

test("a file that can't be written leaves no other, and no half one", async () => {
  const team = bench();
  chmodSync(team.fork, 0o500);
  const thrown = await error(
    init(
      { stack: "alpha", ...FLAGS, domain: "example.org" },
      {
        folder: team.fork,
        repository: team.fork,
        environment: {},
        print: () => undefined,
        width: 80,
        asker: () => undefined,
        zones: async () => noCredentials,
      },
    ),
  );
  chmodSync(team.fork, 0o700);
  // Root may write anywhere.
  if (process.getuid?.() !== 0)
    expect([thrown?.[0], readdirSync(team.fork)]).toEqual(["Error", ["Pulumi.yaml"]]);
});

test("broken files of one's own are said in one line each", async () => {
  const broken = bench(STARTPROJECT, { "Pulumi.base.yaml": "config: {\n" });
  expect(await error(broken.run(FLAGS))).toEqual([
    "UserError",
    "Pulumi.base.yaml is not valid YAML: Flow map in block collection must be sufficiently indented and end with a } at line 2, column 1. Mend it, and run init again.",
  ]);
  const refused = bench(STARTPROJECT, {
    "Pulumi.alpha.yaml": "config:\n  ublog:program: app\n  ublog:alarm: { enabled: true }\n",
  });
  expect(await error(refused.run({ ...FLAGS, write: true }))).toEqual([
    "UserError",
    "Pulumi.alpha.yaml: 1 setting can't be used, and so nothing was written.\n  ublog:alarm: there is no such setting. Did you mean ublog:alarms?",
  ]);
  expect(readdirSync(refused.fork).sort()).toEqual(["Pulumi.alpha.yaml", "Pulumi.yaml", "packages"]);
});
