import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { encode } from "@ublog/aws-model/src/shared/values.ts";
import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { urnOf } from "@ublog/aws-model/test/support/awsResources.ts";
import { expect, test } from "vitest";
import { connected } from "../support/connected.ts";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js") as typeof Grpc;
const messages = require("@pulumi/pulumi/proto/provider_pb.js");

const type = "aws:secretsmanager/secretVersion:SecretVersion";
const urn = urnOf(type, "key");
const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: string) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });

test("says what it can: previews and the project's own naming, but leaves secrets to the engine", async () => {
  const { configured, call } = await connected();
  expect(configured.toObject()).toMatchObject({
    acceptsecrets: false,
    supportspreview: true,
    supportsAutonamingConfiguration: true,
  });
  const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
  expect((await call("getPluginInfo", new Empty())).getVersion()).toBe("7.48.0");
});

test("check, diff, create, read, update and delete over the wire", async () => {
  const { world, call } = await connected();
  const given = { secretId: "arn:key", secretString: secret("first"), versionStages: null as never };
  const checked = await call("check", new messages.CheckRequest().setUrn(urn).setNews(encode(given)));
  const inputs = checked.getInputs().toJavaScript() as Properties;
  expect(inputs).toEqual({
    __defaults: [],
    region: "us-east-1",
    secretId: "arn:key",
    secretString: secret("first"),
  });

  const create = (preview: boolean) =>
    call(
      "create",
      new messages.CreateRequest().setUrn(urn).setProperties(encode(inputs)).setPreview(preview),
    );
  const preview = await create(true);
  expect(preview.getId()).toBe("");
  expect(preview.getProperties().toJavaScript().versionId).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");

  const created = await create(false);
  const id = created.getId();
  const state = created.getProperties().toJavaScript() as Properties;
  expect(id).toBe(`arn:key|${state.versionId}`);
  expect(state.secretString).toEqual(secret("first"));
  expect(world.resources()[0]?.state.secretString).toBe("first");

  const diff = (secretString: string) =>
    call(
      "diff",
      new messages.DiffRequest()
        .setUrn(urn)
        .setId(id)
        .setOlds(encode(state))
        .setOldInputs(encode(inputs))
        .setNews(encode({ ...inputs, secretString })),
    );
  expect((await diff("first")).getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
  const changed = await diff("second");
  expect(changed.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_SOME);
  expect(changed.getReplacesList()).toEqual(["secretString"]);
  expect(changed.getDetaileddiffMap().get("secretString").getKind()).toBe(
    messages.PropertyDiff.Kind.UPDATE_REPLACE,
  );

  const read = await call(
    "read",
    new messages.ReadRequest().setUrn(urn).setId(id).setProperties(encode(state)).setInputs(encode(inputs)),
  );
  expect(read.getId()).toBe(id);
  expect(read.getInputs().toJavaScript()).toEqual(inputs);

  const updated = await call(
    "update",
    new messages.UpdateRequest()
      .setUrn(urn)
      .setId(id)
      .setOlds(encode(state))
      .setOldInputs(encode(inputs))
      .setNews(encode({ ...inputs, versionStages: ["AWSCURRENT", "blue"] })),
  );
  expect(updated.getProperties().toJavaScript().versionStages).toEqual(["AWSCURRENT", "blue"]);

  await call("delete", new messages.DeleteRequest().setUrn(urn).setId(id).setProperties(encode(state)));
  expect(world.resources()).toEqual([]);
  const gone = await call(
    "read",
    new messages.ReadRequest().setUrn(urn).setId(id).setProperties(encode(state)).setInputs(encode(inputs)),
  );
  expect(gone.getId()).toBe("");
});

test("an error is one message without a stack trace", async () => {
  const { call } = await connected();
  const unknownType = new messages.CreateRequest()
    .setUrn(urnOf("aws:ec2/vpcs:Vpcs", "x"))
    .setProperties(encode({}));
  await expect(call("create", unknownType)).rejects.toMatchObject({
    code: grpc.status.UNKNOWN,
    details: "the sandbox does not serve the resource type aws:ec2/vpcs:Vpcs; did you mean aws:ec2/vpc:Vpc?",
  });
  const invoke = new messages.InvokeRequest()
    .setTok("aws:iam/getRole:getRole")
    .setArgs(encode({ name: "web" }));
  await expect(call("invoke", invoke)).rejects.toMatchObject({
    details: "the sandbox does not answer the function aws:iam/getRole:getRole",
  });
  await expect(call("getSchema", new messages.GetSchemaRequest())).rejects.toMatchObject({
    code: grpc.status.UNIMPLEMENTED,
  });
});

test("failures of a check name the property in their reason alone, as those of the real provider do", async () => {
  const { call } = await connected();
  const response = await call("check", new messages.CheckRequest().setUrn(urn).setNews(encode({})));
  expect(response.getFailuresList().map((failure: { toObject(): object }) => failure.toObject())).toEqual([
    { property: "", reason: "Missing required property 'secretId'" },
  ]);
});
