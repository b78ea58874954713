import { createRequire } from "node:module";
import type * as GrpcModule from "@grpc/grpc-js";
import type {
  AutonamingRequest,
  CheckFailure,
  DiffKind,
  Provider,
} from "@ublog/aws-model/src/shared/protocol.ts";
import { typeOf } from "@ublog/aws-model/src/shared/urn.ts";
import { decode, encode } from "@ublog/aws-model/src/shared/values.ts";
import type * as EmptyModule from "google-protobuf/google/protobuf/empty_pb.js";
import { type Gate, Unfinished } from "../faults/gate.ts";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js") as typeof GrpcModule;
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js") as typeof EmptyModule;
const messages =
  require("@pulumi/pulumi/proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb.js");
const plugin =
  require("@pulumi/pulumi/proto/plugin_pb.js") as typeof import("@pulumi/pulumi/proto/plugin_pb.js");
const { Status } =
  require("@pulumi/pulumi/proto/status_pb.js") as typeof import("@pulumi/pulumi/proto/status_pb.js");
const { Any } =
  require("google-protobuf/google/protobuf/any_pb.js") as typeof import("google-protobuf/google/protobuf/any_pb.js");

type Messages = typeof messages;
type Message<K extends keyof Messages> = Messages[K] extends new (...args: never[]) => infer M ? M : never;

const { Kind } = messages.PropertyDiff;
const diffKinds: Record<DiffKind, number> = {
  add: Kind.ADD,
  "add-replace": Kind.ADD_REPLACE,
  delete: Kind.DELETE,
  "delete-replace": Kind.DELETE_REPLACE,
  update: Kind.UPDATE,
  "update-replace": Kind.UPDATE_REPLACE,
};

type Call<Request, Response> = GrpcModule.handleUnaryCall<Request, Response>;

/** A handler whose errors reach the engine as one message, without a stack trace. */
function handle<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): Call<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await answer(call.request));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error instanceof Unfinished) return callback(unfinishedStatus(error));
      // A plain error is a message for the user; any other is a mistake in here.
      if (error.constructor !== Error) console.error(error.stack);
      callback({ code: grpc.status.UNKNOWN, details: error.message });
    }
  };
}

/** As pulumi-terraform-bridge reports a resource that was made but isn't ready. */
function unfinishedStatus({ message, id, properties }: Unfinished) {
  const failure = new messages.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(encode(properties))
    .setReasonsList([message]);
  const detail = new Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}

const unsupported =
  (name: string): Call<unknown, never> =>
  (_call, callback) =>
    callback({
      code: grpc.status.UNIMPLEMENTED,
      details: `the sandbox does not implement ${name}`,
    });

/** What the engine asks of a provider, call by call. */
export function handlers(provider: Provider, changes: Gate): GrpcModule.UntypedServiceImplementation {
  return {
    handshake: handle(() =>
      new messages.ProviderHandshakeResponse().setSupportsAutonamingConfiguration(true),
    ),
    parameterize: unsupported("Parameterize"),
    getSchema: unsupported("GetSchema"),
    call: unsupported("Call"),
    construct: unsupported("Construct"),
    list: unsupported("List"),
    getMapping: unsupported("GetMapping"),
    getMappings: unsupported("GetMappings"),
    getPluginInfo: handle(() => new plugin.PluginInfo().setVersion(provider.version)),
    attach: handle(() => new Empty()),
    cancel: handle(() => {
      changes.cancel();
      return new Empty();
    }),

    checkConfig: handle((request: Message<"CheckRequest">) =>
      checkResponse(provider.checkConfig(request.getUrn(), decode(request.getNews()))),
    ),
    diffConfig: unsupported("DiffConfig"),
    configure: handle((request: Message<"ConfigureRequest">) => {
      provider.configure(decode(request.getArgs()));
      changes.begin();
      return new messages.ConfigureResponse()
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),

    invoke: handle((request: Message<"InvokeRequest">) =>
      new messages.InvokeResponse().setReturn(
        encode(provider.invoke(request.getTok(), decode(request.getArgs()))),
      ),
    ),

    check: handle((request: Message<"CheckRequest">) => {
      const autonaming = autonamingOf(request);
      return checkResponse(
        provider.check({
          urn: request.getUrn(),
          type: typeOf(request.getUrn()),
          newInputs: decode(request.getNews()),
          randomSeed: request.getRandomseed_asU8(),
          ...(request.hasOlds() ? { oldInputs: decode(request.getOlds()) } : {}),
          ...(autonaming ? { autonaming } : {}),
        }),
      );
    }),

    diff: handle((request: Message<"DiffRequest">) => {
      const diff = provider.diff(diffRequest(request));
      const { DiffChanges } = messages.DiffResponse;
      const response = new messages.DiffResponse()
        .setChanges(diff.changes ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE)
        .setReplacesList(diff.replaces)
        .setStablesList(diff.stables)
        .setDeletebeforereplace(diff.deleteBeforeReplace)
        .setDiffsList([...new Set(Object.keys(diff.detailed).map(topLevel))].sort())
        .setHasdetaileddiff(true);
      const detailed = response.getDetaileddiffMap();
      for (const [path, kind] of Object.entries(diff.detailed)) {
        detailed.set(path, new messages.PropertyDiff().setKind(diffKinds[kind] as never));
      }
      return response;
    }),

    create: handle(async (request: Message<"CreateRequest">) => {
      const { id, state } = await changes.create({
        urn: request.getUrn(),
        type: typeOf(request.getUrn()),
        inputs: decode(request.getProperties()),
        preview: request.getPreview(),
      });
      return new messages.CreateResponse().setId(id).setProperties(encode(state));
    }),

    read: handle((request: Message<"ReadRequest">) => {
      const found = provider.read({
        urn: request.getUrn(),
        type: typeOf(request.getUrn()),
        id: request.getId(),
        state: decode(request.getProperties()),
        inputs: decode(request.getInputs()),
      });
      if (!found) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(encode(found.state))
        .setInputs(encode(found.inputs));
    }),

    update: handle(async (request: Message<"UpdateRequest">) => {
      const state = await changes.update({ ...diffRequest(request), preview: request.getPreview() });
      return new messages.UpdateResponse().setProperties(encode(state));
    }),

    delete: handle(async (request: Message<"DeleteRequest">) => {
      await changes.delete({
        urn: request.getUrn(),
        type: typeOf(request.getUrn()),
        id: request.getId(),
        state: decode(request.getProperties()),
      });
      return new Empty();
    }),
  };
}

const diffRequest = (request: Message<"DiffRequest"> | Message<"UpdateRequest">) => ({
  urn: request.getUrn(),
  type: typeOf(request.getUrn()),
  id: request.getId(),
  oldState: decode(request.getOlds()),
  oldInputs: decode(request.getOldInputs()),
  newInputs: decode(request.getNews()),
  ignoreChanges: request.getIgnorechangesList(),
});

function checkResponse(result: { inputs: Parameters<typeof encode>[0]; failures: CheckFailure[] }) {
  return new messages.CheckResponse().setInputs(encode(result.inputs)).setFailuresList(
    // As the real ones do, without the property: the engine would write it, and its value, before the reason.
    result.failures.map(({ reason }) => new messages.CheckFailure().setReason(reason)),
  );
}

function autonamingOf(request: Message<"CheckRequest">): AutonamingRequest | undefined {
  const options = request.getAutonaming();
  if (!options) return undefined;
  const { Mode } = messages.CheckRequest.AutonamingOptions;
  const modes: Record<number, AutonamingRequest["mode"]> = {
    [Mode.PROPOSE]: "propose",
    [Mode.ENFORCE]: "enforce",
    [Mode.DISABLE]: "disable",
  };
  return {
    proposedName: options.getProposedName(),
    mode: modes[options.getMode()] ?? "propose",
  };
}

const topLevel = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;
