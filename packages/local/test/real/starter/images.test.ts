import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type RunningContainer, readEnvironment, type Servers, startServers } from "../../../src/index.ts";
import { openDoor, Visitor } from "../../support/door.ts";
import { theImages } from "../../support/image/theImages.ts";
import { stacks } from "../../support/stacks.ts";
import { keysIn, Release } from "../../support/story.ts";

/*
 * What the starter's Dockerfiles install and build, started as the stack starts it, for somebody at a browser.
 */

const HOST = "starter.example.com";

let images: Awaited<ReturnType<typeof theImages>>;
let servers: Servers;
let release: Release;
let frontend: Release;
let web: RunningContainer;
let worker: RunningContainer;
let page: RunningContainer;
let door: Awaited<ReturnType<typeof openDoor>>;
let bucket: string;

beforeAll(async () => {
  const world = await stacks(["starter"]);
  [images, servers] = await Promise.all([theImages(), startServers(world)]);
  const environment = readEnvironment(world, { environment: "starter", version: "1.0.0" });
  release = new Release(environment, images.backend, servers);
  frontend = new Release(environment, images.frontend, servers);
  bucket = environment.task("gunicorn").containers[0]?.environment.S3_BUCKET_NAME ?? "";
}, 400_000);
afterAll(async () => {
  await Promise.all([release?.stop(), frontend?.stop(), door?.close()]);
  await servers?.stop();
  images?.remove();
});

test("the images have a user of their own, /tmp, no ENTRYPOINT, and nothing that only a developer needs", () => {
  const { backend, frontend } = images;
  expect([backend.user, backend.volumes, backend.entryPoint, backend.cmd]).toEqual([
    "10001",
    ["/tmp"],
    undefined,
    ["gunicorn", "--bind=0.0.0.0:8000", "shop.wsgi"],
  ]);
  expect([frontend.user, frontend.volumes, frontend.entryPoint, frontend.cmd]).toEqual([
    "1000",
    ["/tmp"],
    [],
    ["node", ".output/server/index.mjs"],
  ]);
  // Where the kit looks for it by itself.
  expect(backend.loaded).toEqual([
    [
      "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem",
      "/usr/local/share/global-bundle.pem",
    ],
  ]);
  // Compiled: the user of the image can write nothing beside it.
  expect(readdirSync(backend.folder).sort()).toEqual([
    "__pycache__",
    "manage.py",
    "requirements.txt",
    "shop",
  ]);
  expect(readdirSync(frontend.folder)).toEqual([".output"]);
  // What only built them isn't in the last stage.
  expect(readdirSync(backend.root).sort()).toEqual(["app", "venv"]);
  expect(readdirSync(frontend.root)).toEqual(["app"]);
});

test("the stack is the committed one, as far as the project is concerned", () => {
  const django = (file: string) =>
    parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8")).config["ublog:django"];
  const { settingsModule, wsgiModule, celeryApp, kit } = django("../../../../../Pulumi.alpha.yaml");
  expect(django("../../support/stacks/Pulumi.starter.yaml")).toEqual({
    settingsModule,
    wsgiModule,
    celeryApp,
    kit,
  });
});

test("the update task makes the database, migrates it and collects static files", async () => {
  const { exitCodes, reason, output } = await release.update();
  expect([reason, exitCodes], JSON.stringify(output)).toEqual([
    undefined,
    { database: 0, backend_update: 0 },
  ]);
  expect(await keysIn(servers, bucket)).toEqual(
    expect.arrayContaining(["ublog-starter/static/shop/api.css"]),
  );
});

test("a browser gets the page, made on the server with what the API has", async () => {
  web = await release.gunicorn();
  door = await openDoor({ host: HOST, backend: web.url, frontend: () => page.url });
  // On AWS that is the app's own address, which leads to the load balancer.
  const task = release.environment.task("frontend");
  expect(task.containers[0]?.environment.NUXT_PUBLIC_API_BASE).toBe(`https://${HOST}`);
  page = await frontend.start("frontend", /Listening on/, { NUXT_PUBLIC_API_BASE: door.url });
  const answer = await fetch(door.url);
  const text = await answer.text();
  expect([
    answer.status,
    text.match(/<li>.*?<\/li>/gs)?.map((one) => one.replace(/<[^>]*>/g, "").trim()),
  ]).toEqual([200, ["Coffee, 250 g: 7.90 USD", "Filter papers, 100: 3.20 USD", "Mug: 12.50 USD"]]);
  expect(page.process.output()).not.toContain("Error");
});

test("an order is confirmed by a worker, with a mail; a file for it stays private", async () => {
  worker = await release.worker();
  const visitor = new Visitor(door.url, HOST);
  const before = servers.calls().length;
  const order = JSON.stringify({ product: 1, email: "customer@example.org", quantity: 2 });
  const made = await visitor.post("/api/orders/", order);
  const { id, ...rest } = (await made.json()) as Record<string, unknown>;
  expect([made.status, rest]).toEqual([
    201,
    { product: "Coffee, 250 g", quantity: 2, confirmed: false, attachment: null },
  ]);
  await worker.process.printed(new RegExp(`confirmed ${id}`));
  const mails = servers
    .calls()
    .slice(before)
    .filter(({ action }) => action.startsWith("ses:"));
  expect(mails.map(({ action, status }) => [action, status])).toEqual([["ses:SendEmail", 200]]);

  const form = new FormData();
  form.set("attachment", new File(["hello"], "note.txt"));
  const attached = await visitor.post(`/api/orders/${id}/attachment/`, form);
  const { attachment, confirmed } = (await attached.json()) as { attachment: string; confirmed: boolean };
  expect([attached.status, confirmed]).toEqual([200, true]);
  expect(attachment).toContain(`${servers.awsUrl}/${bucket}/ublog-starter/private/attachments/note.txt?`);
  expect(attachment).toContain("X-Amz-Signature=");
  expect(await (await fetch(attachment)).text()).toBe("hello");
  const wrong = new FormData();
  wrong.set("attachment", new File(["<script>"], "page.html"));
  const refused = await visitor.post(`/api/orders/${id}/attachment/`, wrong);
  expect([refused.status, await refused.json()]).toEqual([
    400,
    {
      errors: {
        attachment: ["File extension “html” is not allowed. Allowed extensions are: pdf, png, txt."],
      },
    },
  ]);
});

test("the admin lets its user in, and what is uploaded there anybody may load", async () => {
  const superuser = "DJANGO_SUPERUSER_PASSWORD=a-password python manage.py createsuperuser --noinput";
  const made = await web.execute(["sh", "-c", `${superuser} --username=admin --email=admin@example.org`]);
  expect(made).toEqual({ exitCode: 0, output: expect.stringContaining("Superuser created successfully.") });
  const visitor = new Visitor(door.url, HOST);
  const asked = await visitor.get("/admin/shop/product/1/change/");
  expect([asked.status, asked.headers.get("location")]).toEqual([
    302,
    "/admin/login/?next=/admin/shop/product/1/change/",
  ]);
  await visitor.get("/admin/login/");
  const login = await visitor.submit("/admin/login/", { username: "admin", password: "a-password" });
  expect(login.status, await login.text()).toBe(302);
  const picture = new File(["a picture"], "coffee.png");
  const fields = { name: "Coffee, 250 g", price: "8.10", picture };
  const saved = await visitor.submit("/admin/shop/product/1/change/", fields);
  expect([saved.status, saved.headers.get("location")], await saved.text()).toEqual([
    302,
    "/admin/shop/product/",
  ]);
  const { products } = (await (await visitor.get("/api/products/")).json()) as { products: unknown[] };
  expect(products[0]).toEqual({
    id: 1,
    name: "Coffee, 250 g",
    price: "8.10",
    picture: expect.stringMatching(
      /^https:\/\/[a-z0-9]+\.cloudfront\.net\/ublog-starter\/media\/pictures\/coffee\.png$/,
    ),
  });
  expect(await keysIn(servers, bucket)).toContain("ublog-starter/media/pictures/coffee.png");
});

test("beat sends what is due, and a long task runs as long as it is told", async () => {
  const beat = await release.start("beat", /Sending due task confirm-forgotten/);
  await worker.process.printed(/0 orders were forgotten/);
  const sent = await web.execute(["python", "manage.py", "report", "--seconds", "0.5"]);
  expect(sent).toEqual({ exitCode: 0, output: expect.stringMatching(/^report [0-9a-f-]{36}\n$/) });
  await worker.process.printed(/report begins, of 0\.5 s/);
  await worker.process.printed(/report done: 1 orders/);
  // By the very commands that ECS runs, in the image.
  expect([await worker.isHealthy(), await beat.isHealthy()]).toEqual([true, true]);
});

test("a slow answer comes, and a wrong length is refused", async () => {
  const slow = async (seconds: string) => {
    const answer = await fetch(`${door.url}/api/slow/?seconds=${seconds}`);
    return [answer.status, await answer.json()];
  };
  expect(await slow("0.1")).toEqual([200, { seconds: 0.1 }]);
  for (const wrong of ["51", "-1", "nan", "soon"])
    expect(await slow(wrong)).toEqual([400, { errors: { seconds: ["Write a number from 0 to 50."] } }]);
});

test("all of that is allowed by the role's policies", () => {
  expect(servers.calls().filter(({ refused }) => refused !== undefined)).toEqual([]);
});
