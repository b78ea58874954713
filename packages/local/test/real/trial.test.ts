import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Balancer, startBalancer } from "../../src/balancer/startBalancer.ts";
import { type RunningContainer, readEnvironment, type Servers, startServers } from "../../src/index.ts";
import { Browser } from "../support/browser.ts";
import { makeProject, type Project } from "../support/django.ts";
import { stacks } from "../support/stacks.ts";
import { Release } from "../support/story.ts";

/*
 * A person signs in through the load balancer: by HTTP in a trial without a domain, by HTTPS everywhere else, with the same image.
 */

const SUPERUSER =
  "import django; django.setup(); from django.contrib.auth.models import User; User.objects.create_superuser('ada', password='p')";

let project: Project;
beforeAll(async () => {
  project = await makeProject("5.2", "kit");
});
afterAll(() => project?.remove());

describe.each([
  { what: "a trial", stack: "trial", scheme: "http" },
  { what: "a domain", stack: "stacks", scheme: "https" },
] as const)("$what", ({ stack, scheme }) => {
  let servers: Servers;
  let release: Release;
  let web: RunningContainer;
  let balancer: Balancer;
  let site: string;

  beforeAll(async () => {
    const world = await stacks(["beta"], stack);
    servers = await startServers(world);
    release = new Release(
      readEnvironment(world, { environment: "beta", version: "1.0.0" }),
      project,
      servers,
    );
    expect((await release.update()).exitCodes).toEqual({ database: 0, backend_update: 0 });
    web = await release.gunicorn();
    balancer = await startBalancer({ idleTimeout: 65, scheme });
    balancer.register(web.url);
    const [container] = release.environment.task("gunicorn").containers;
    site = container?.environment.FRONTEND_URL ?? "";
    const { exitCode, output } = await web.execute(["python", "-c", SUPERUSER]);
    expect(exitCode, output).toBe(0);
  });
  afterAll(async () => {
    await balancer?.stop();
    await release?.stop();
    await servers?.stop();
  });

  test("the environment has the address that browsers know", () => {
    const own = /^http:\/\/ublog-base-alb-[0-9a-f]{7}-\d+\.us-east-1\.elb\.amazonaws\.com$/;
    expect(site).toMatch(scheme === "http" ? own : /^https:\/\/beta\.example\.com$/);
  });

  test("somebody signs in, and stays signed in", async () => {
    const browser = new Browser(site, balancer.origin);
    const done = await browser.submit("/admin/login/?next=/admin/", { username: "ada", password: "p" });
    expect([done.status, done.headers.location], web.process.output()).toEqual([302, "/admin/"]);
    const cookies = [done.headers["set-cookie"] ?? []].flat();
    expect(cookies.map((line) => /; secure/i.test(line))).toEqual(cookies.map(() => scheme === "https"));
    expect(browser.cookies).toEqual(["csrftoken", "sessionid"]);
    const page = await browser.get("/admin/");
    expect([page.status, page.headers["strict-transport-security"]]).toEqual([
      200,
      scheme === "https" ? "max-age=2592000" : undefined,
    ]);
    expect(page.body).toContain("Site administration");
  });

  test("the same page elsewhere: no other name is answered, and no other page's form is taken", async () => {
    expect((await new Browser(`${scheme}://other.example.com`, balancer.origin).get("/admin/")).status).toBe(
      400,
    );
    const other = scheme === "http" ? "https" : "http";
    const foreign = new Browser(site.replace(scheme, other), balancer.origin);
    expect((await foreign.submit("/admin/login/", { username: "ada", password: "p" })).status).toBe(403);
  });
});
