import { createRequire } from "node:module";
import { encode } from "@ublog/aws-model/src/shared/values.ts";
import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { urnOf } from "@ublog/aws-model/test/support/awsResources.ts";
import { expect, test, vi } from "vitest";
import { parseFault } from "../../src/faults/fault.ts";
import { planFaults } from "../../src/faults/plan.ts";
import { connected } from "../support/connected.ts";

const require = createRequire(import.meta.url);
const messages = require("@pulumi/pulumi/proto/provider_pb.js");
const { Status } = require("@pulumi/pulumi/proto/status_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

const type = "aws:rds/instance:Instance";
const urn = urnOf(type, "db");
const inputs: Properties = {
  identifier: "main",
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  username: "root",
  password: "horse-battery",
  skipFinalSnapshot: true,
  region: "us-east-1",
};

/** A provider with a planned fault, and the requests that meet it. */
async function faulty(fault: string, killEngine?: () => void) {
  const { world, call } = await connected(killEngine);
  planFaults(world, [parseFault(fault)]);
  const ids = () => world.resources(type).map(({ id }) => id);
  const create = (preview = false) =>
    call(
      "create",
      new messages.CreateRequest().setUrn(urn).setProperties(encode(inputs)).setPreview(preview),
    );
  const remove = (id: string) =>
    call("delete", new messages.DeleteRequest().setUrn(urn).setId(id).setProperties(encode(inputs)));
  const update = (id: string, news: Properties) =>
    call(
      "update",
      new messages.UpdateRequest()
        .setUrn(urn)
        .setId(id)
        .setOlds(encode(inputs))
        .setOldInputs(encode(inputs))
        .setNews(encode(news)),
    );
  const cancel = () => call("cancel", new Empty());
  return { world, ids, create, update, remove, cancel };
}

/** What an error tells the engine to record. */
function recorded(error: { metadata: { get(name: string): Buffer[] } }) {
  const status = Status.deserializeBinary(error.metadata.get("grpc-status-details-bin")[0]);
  const failure = status
    .getDetailsList()[0]
    .unpack(messages.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  const properties = Object.keys(failure.getProperties().toJavaScript()).sort();
  return { id: failure.getId(), properties, reasons: failure.getReasonsList() };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("It went well."),
    (error) => error,
  );

const asked = [
  "allocatedStorage",
  "arn",
  "engine",
  "identifier",
  "instanceClass",
  "password",
  "region",
  "skipFinalSnapshot",
  "username",
];

test("error: AWS's own words, and nothing is done; the next time all is well", async () => {
  const { ids, create } = await faulty("create:Instance/db:error");
  expect((await create(true)).getId()).toBe("");
  const error = await failure(create());
  expect(error.details).toBe(
    "creating RDS DB Instance (main): operation error RDS: CreateDBInstance, https response error StatusCode: 500, InternalFailure: The request processing has failed because of an unknown error, exception or failure.\n(sandbox fault create:Instance/db:error)",
  );
  expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
  expect(ids()).toEqual([]);
  const id = (await create()).getId();
  expect(ids()).toEqual([id]);
});

test("throttle: 24 refusals are only slow, for the SDK tries again; the 25th is an error", async () => {
  const slow = await faulty("create:Instance/db:throttle*24");
  const before = Date.parse(slow.world.now());
  const id = (await slow.create()).getId();
  expect(slow.ids()).toEqual([id]);
  expect((Date.parse(slow.world.now()) - before) / 1000).toBe(1 + 2 + 4 + 8 + 16 + 19 * 20);

  const refused = await faulty("create:Instance/db:throttle");
  expect((await failure(refused.create())).details).toBe(
    "creating RDS DB Instance (main): operation error RDS: CreateDBInstance, exceeded maximum number of attempts, 25, https response error StatusCode: 400, ThrottlingException: Rate exceeded\n(sandbox fault create:Instance/db:throttle)",
  );
  expect(refused.ids()).toEqual([]);
  await refused.create();
  expect(refused.ids()).toHaveLength(1);
});

test("half: AWS has it, and the engine gets what is known to record", async () => {
  const { ids, create } = await faulty("create:Instance/db:half");
  const error = await failure(create());
  const message =
    "waiting for RDS DB Instance (main) create: timeout while waiting for state to become ready\n(sandbox fault create:Instance/db:half)";
  expect(error.details).toBe(message);
  expect(recorded(error)).toEqual({ id: ids()[0], properties: asked, reasons: [message] });
});

test("half of an update: the engine records what it changed", async () => {
  const { world, ids, create, update } = await faulty("update:Instance/db:half");
  const id = (await create()).getId();
  const error = await failure(update(id, { ...inputs, allocatedStorage: 40 }));
  expect(error.details).toBe(
    `waiting for RDS DB Instance (${id}) update: timeout while waiting for state to become ready\n(sandbox fault update:Instance/db:half)`,
  );
  expect(recorded(error).id).toBe(id);
  expect(world.get(type, ids()[0] ?? "")?.state.allocatedStorage).toBe(40);
});

test("half of a deletion: it is gone, and the engine doesn't know", async () => {
  const { ids, create, remove } = await faulty("delete:Instance/db:half");
  const id = (await create()).getId();
  const error = await failure(remove(id));
  expect(error.details).toBe(
    `waiting for RDS DB Instance (${id}) delete: timeout while waiting for resource to be gone\n(sandbox fault delete:Instance/db:half)`,
  );
  expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
  expect(ids()).toEqual([]);
  await remove(id);
});

test("hang: no answer until the engine is asked to stop; then what was made is recorded", async () => {
  const { ids, create, cancel } = await faulty("create:Instance/db:hang");
  const hanging = failure(create());
  await vi.waitFor(() => expect(ids()).toHaveLength(1));
  await cancel();
  const error = await hanging;
  expect(error.details).toBe(
    "creating RDS DB Instance (main): context canceled\n(sandbox fault create:Instance/db:hang)",
  );
  expect(recorded(error)).toMatchObject({ id: ids()[0], properties: asked });
});

test.each([
  ["kill-before", 0],
  ["kill-after", 1],
])("%s: the engine is killed when AWS has made %i", async (how, made) => {
  const killed = Promise.withResolvers<void>();
  const { ids, create } = await faulty(`create:Instance/db:${how}`, killed.resolve);
  create().catch(() => {});
  await killed.promise;
  expect(ids()).toHaveLength(made);
});
