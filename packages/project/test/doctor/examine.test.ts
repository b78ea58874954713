import { expect, test } from "vitest";
import { examine } from "../../src/doctor/examine.ts";
import { NotAsked, ok } from "../../src/doctor/finding.ts";
import type { Question } from "../../src/doctor/question.ts";
import { QUESTIONS } from "../../src/doctor/questions.ts";
import { findingsOf, reportLines } from "../../src/doctor/report.ts";
import { FAULTS } from "./support/faults.ts";
import { awsError, factsOf, findingsIn, healthyWorld, type World } from "./support/world.ts";

const plain = { width: 80, paint: (_style: unknown, text: string) => text };

const question = (id: string, ask: Question["ask"]): Question => ({ id, asks: "", needs: [], ask });

/** Everything that isn't asked, with the reason. */
async function notAskedIn(world: World): Promise<string[]> {
  const findings = findingsOf(await examine(QUESTIONS, factsOf(world)));
  return findings.flatMap(({ question, status, found }) =>
    status === "not asked" ? [`${question}: ${found}`] : [],
  );
}

test("a right that is missing costs one question", async () => {
  const world = healthyWorld();
  world.answers["ec2.DescribeVpcs"] = () => {
    throw awsError(
      "UnauthorizedOperation",
      "You are not authorized to perform this operation. User: arn:aws:iam::1:user/ada is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows it",
    );
  };
  world.answers["iam.SimulatePrincipalPolicy"] = () => {
    throw awsError("AccessDenied", "no");
  };
  expect(await notAskedIn(world)).toEqual([
    "base-account: no base is up yet",
    "rights: AWS denies it to these credentials",
    "vpcs: the credentials lack ec2:DescribeVpcs",
  ]);
});

test("without a network that is said once", async () => {
  const world = healthyWorld();
  FAULTS.find(({ what }) => what === "no network")?.plant(world);
  const answers = await examine(QUESTIONS, factsOf(world));
  expect(reportLines(answers, plain)).toEqual([
    "   question     answer",
    "─  ───────────  ──────────────────────────────────────────────────────────────",
    "✓  node         Node.js 24.21.0",
    "✓  pulumi       Pulumi 3.265.0, logged in to https://app.pulumi.com/ada as ada",
    "✓  plugins      aws 7.48.0, awsx 3.9.0, random 4.21.2",
    "✓  git          git 2.52.0",
    "✓  docker       Docker 29.1.0, buildx 0.30.1",
    "✓  exec-plugin  session-manager-plugin 1.2.764.0",
    "✓  stack-files  Pulumi.base.yaml, Pulumi.alpha.yaml",
    "✗  network      see below",
    "– not asked, AWS can't be reached (ENOTFOUND): account, region, base-account,",
    "  rights, service-roles, vcpu, addresses, vpcs, load-balancer, databases, zone,",
    "  delegation, caa, host-names, mail, images",
    "",
    "✗ network: AWS can't be reached (ENOTFOUND).",
    "  Why: Nothing that is asked of AWS or DNS was asked.",
    "  Do:  Check this machine's network, and whether it needs a proxy.",
    "",
    "An `up` or a release would fail. 1 problem, 7 all right, 16 not asked.",
  ]);
});

test("without credentials that is said once, and the others rest", async () => {
  const world = healthyWorld();
  FAULTS.find(({ what }) => what === "no credentials")?.plant(world);
  const asked = await notAskedIn(world);
  expect(new Set(asked.map((line) => line.split(": ")[1]))).toEqual(
    new Set(["there are no credentials that AWS accepts"]),
  );
  expect(asked).toHaveLength(15);
});

test("without a project, the machine and the account are asked nevertheless", async () => {
  const world = healthyWorld();
  world.files = {};
  world.env.AWS_REGION = "us-east-1";
  const reason = "there is no Pulumi.yaml in this folder or above it";
  expect(await notAskedIn(world)).toEqual(
    [
      "plugins",
      "base-account",
      "vcpu",
      "addresses",
      "vpcs",
      "load-balancer",
      "databases",
      "zone",
      "delegation",
      "caa",
      "host-names",
      "mail",
      "images",
    ].map((id) => `${id}: ${reason}`),
  );
});

test("without a region AWS isn't asked", async () => {
  const world = healthyWorld();
  world.files = {};
  expect(await findingsIn(world, "account")).toEqual([
    { status: "not asked", found: "no region is set: aws:region in a stack file, or AWS_REGION" },
  ]);
});

test("the values of the example are asked about nowhere", async () => {
  const world = healthyWorld();
  FAULTS.find(({ what }) => what === "the values of the example")?.plant(world);
  const reason = "Pulumi.base.yaml still has the domain or the zone of the example";
  expect(await notAskedIn(world)).toEqual([
    "base-account: no base is up yet",
    ...["zone", "delegation", "caa", "host-names"].map((id) => `${id}: ${reason}`),
  ]);
});

test("a stack file that can't be used costs the questions that rest on it", async () => {
  const world = healthyWorld();
  world.files["Pulumi.base.yaml"] += "  ublog:databse: {}\n";
  const reason = "there is no base whose settings can be read";
  const ids = [
    "addresses",
    "vpcs",
    "load-balancer",
    "databases",
    "zone",
    "delegation",
    "caa",
    "host-names",
    "mail",
  ];
  expect(await notAskedIn(world)).toEqual([
    "base-account: no base is up yet",
    ...ids.map((id) => `${id}: ${reason}`),
  ]);
});

test("a question that gets no answer ends, and the others have theirs", async () => {
  const facts = factsOf(healthyWorld());
  const open: string[][] = [];
  const never = question("never", () => new Promise(() => {}));
  const quick = question("quick", async () => ok("yes"));
  const expired = Promise.reject(new NotAsked("no answer within 10 s"));
  expired.catch(() => {});
  const answers = await examine([never, quick], facts, {
    answered: (ids) => open.push([...ids]),
    limit: () => ({ over: expired, cancel: () => {} }),
  });
  expect(answers[0]).toEqual({
    id: "never",
    findings: [{ status: "not asked", found: "no answer within 10 s" }],
  });
  expect(open.at(-1)).toEqual([]);
});

test("what nobody foresaw costs one question, and is told in one line", async () => {
  const broken = question("broken", async () => {
    throw new RangeError("Invalid array length\n  at x");
  });
  expect(await examine([broken, question("quick", async () => ok("yes"))], factsOf(healthyWorld()))).toEqual([
    {
      id: "broken",
      findings: [{ status: "not asked", found: "it failed: RangeError: Invalid array length" }],
    },
    { id: "quick", findings: [{ status: "ok", found: "yes" }] },
  ]);
});

test("on the stand-in, what it doesn't know isn't asked, and DNS neither", async () => {
  const world = healthyWorld();
  world.env.SANDBOX_WORLD = "/tmp/world.db";
  world.answers["route53.GetHostedZone"] = () => {
    throw awsError("UnknownError", "x", { httpStatusCode: 404 });
  };
  world.answers["ec2.DescribeVpcs"] = () => {
    throw awsError("UnknownOperationException", "The sandbox doesn't answer 2016-11-15.DescribeVpcs");
  };
  const unknown = "the stand-in for AWS doesn't know it";
  const outside = "the stand-in's zones are in no public DNS";
  expect(await notAskedIn(world)).toEqual([
    "plugins: the stand-in brings its own",
    "base-account: no base is up yet",
    `vpcs: ${unknown}`,
    `zone: ${unknown}`,
    `delegation: ${unknown}`,
    `caa: ${unknown}`,
    `host-names: ${unknown}`,
  ]);
  world.answers["route53.GetHostedZone"] = healthyWorld().answers["route53.GetHostedZone"];
  expect((await notAskedIn(world)).filter((line) => line.includes(outside))).toEqual([
    `delegation: ${outside}`,
    `caa: ${outside}`,
  ]);
});
