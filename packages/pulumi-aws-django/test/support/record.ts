import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { withoutStackTraces } from "../../../aws-model/src/inProcess/withoutStackTraces.ts";
import { answerCall, answerResource } from "./answers.ts";

/** What a recorded input has in place of a value that isn't known yet (only in a preview). */
export const UNKNOWN = "<unknown>";

/** One resource as the program registered it. */
export interface Registration {
  urn: string;
  /** Type token, for example `aws:rds/instance:Instance`. */
  type: string;
  /** Logical name. */
  name: string;
  /** Resolved inputs, secrets unwrapped. Inputs that were undefined are absent. */
  inputs: Record<string, unknown>;
  /** Paths of the inputs that were secret, for example `password` or `environment.TOKEN`. */
  secrets: string[];
  /** Outputs that a component registered; undefined if it did not. */
  outputs?: Record<string, unknown>;
  /** Whether it is a component of another package (awsx). */
  remote: boolean;
  /** Logical name of the parent; undefined for the top. */
  parent?: string;
  /** Explicit and implicit dependencies, each once: `Bucket assets` for a resource of type `aws:s3/bucket:Bucket`. */
  dependsOn: string[];
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  deleteBeforeReplace: boolean;
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** URNs, or `type::name` of alias specs. */
  aliases: string[];
  deletedWith?: string;
  customTimeouts: { create?: string; update?: string; delete?: string };
}

/** Everything a program did. */
export interface Recording<T> {
  /** What the program returned, with all outputs resolved. */
  result: pulumi.Unwrap<T>;
  /** All registrations in the order in which they reached the engine. */
  all: Registration[];
  /** Tokens of the invokes that the program made. */
  calls: string[];
  /** The registrations of one type. */
  of(type: string): Registration[];
  /** The only registration of that type, and name where one is given. Throws a list of candidates otherwise. */
  one(type: string, name?: string): Registration;
}

type Values = Record<string, unknown>;

export interface RecordOptions {
  project?: string;
  stack?: string;
  /** Whether the program believes that it runs in a preview. */
  preview?: boolean;
  /** Outputs that replace or extend the standard answers, by type token. */
  answers?: Record<string, (name: string, inputs: Values) => Values>;
  /** Answers to invokes that replace the standard ones, by token. */
  calls?: Record<string, (inputs: Values) => Values>;
}

/** The parts of the mock monitor that the recorder listens to. */
interface Monitor {
  registerResource(request: RegisterResourceRequest, callback: unknown): Promise<void>;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: unknown): void;
}

/**
 * Runs a program against recorded answers and returns all that it registered, once every registration has settled.
 * One program runs at a time: recordings of one test file must not overlap.
 */
export async function record<T>(
  program: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  const all: Registration[] = [];
  const calls: string[] = [];
  const unanswered = Promise.withResolvers<never>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (!custom && !type.startsWith("awsx:")) return { id: undefined, state: {} };
        const { id, ...state } = {
          ...answerResource(type, name, inputs),
          ...options.answers?.[type]?.(name, inputs),
        };
        return { id: custom ? id : undefined, state };
      },
      call: ({ token, inputs }) => {
        calls.push(token);
        const answer = options.calls?.[token]?.(inputs) ?? answerCall(token, inputs);
        if (answer !== undefined) return answer;
        // An error would come back from each resource that needs the answer. Without one they wait, and the recording ends.
        unanswered.reject(lineOf(`no answer for ${token}: add one to test/support/answers.ts`));
        return new Promise<never>(() => {});
      },
    },
    options.project ?? "ublog",
    options.stack ?? "test",
    options.preview ?? false,
    "organization",
  );
  listen(pulumi.runtime.getMonitor() as unknown as Monitor, all);

  const run = async () => {
    const resolved = (await promiseOf(await program())) as pulumi.Unwrap<T>;
    await pulumi.runtime.disconnect();
    return resolved;
  };
  const result = await withoutStackTraces(() => Promise.race([unanswered.promise, run()]));

  const of = (type: string) => all.filter((r) => r.type === type);
  const one = (type: string, name?: string) => {
    const found = of(type).filter((r) => name === undefined || r.name === name);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const candidates = (found.length > 0 ? found : all).map((r) => `${r.type} ${r.name}`).join("\n  ");
    throw new Error(`expected one ${type} ${name ?? ""}, found ${found.length} of:\n  ${candidates}`);
  };
  return { result, all, calls, of, one };
}

/** An error that a test shows as one line. */
function lineOf(message: string): Error {
  return Object.assign(new Error(message), { stack: message });
}

/** The resolved value of anything that holds outputs, secrets unwrapped. */
export function promiseOf<T>(value: T): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve, reject) => {
    const output = pulumi.output(value) as unknown as { promise(): Promise<pulumi.Unwrap<T>> };
    output.promise().then(resolve, reject);
  });
}

/** Whether an output is secret. */
export function isSecret(output: pulumi.Output<unknown>): Promise<boolean> {
  return pulumi.isSecret(output);
}

/** Writes down what reaches the monitor, before the mocks see it. */
function listen(monitor: Monitor, all: Registration[]): void {
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const registration = toRegistration(request);
    const twin = all.find((r) => r.urn === registration.urn);
    if (twin !== undefined) throw new Error(`two resources share the URN ${twin.urn}`);
    all.push(registration);
    return registerResource(request, callback);
  };
  const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const component = all.find((r) => r.urn === request.getUrn());
    if (component !== undefined)
      component.outputs = unwrap(request.getOutputs()?.toJavaScript() ?? {}, "", []);
    registerResourceOutputs(request, callback);
  };
}

function toRegistration(request: RegisterResourceRequest): Registration {
  const secrets: string[] = [];
  const inputs = unwrap(request.getObject()?.toJavaScript() ?? {}, "", secrets);
  const timeouts = request.getCustomtimeouts()?.toObject();
  return {
    urn: urnOf(request),
    type: request.getType(),
    name: request.getName(),
    inputs,
    secrets,
    remote: request.getRemote(),
    parent: nameOf(request.getParent()),
    dependsOn: request
      .getDependenciesList()
      .map((urn) => `${urn.split("::")[2]?.split(":").pop()} ${nameOf(urn)}`)
      .sort(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      return spec === undefined ? alias.getUrn() : `${spec.getType()}::${spec.getName()}`;
    }),
    deletedWith: nameOf(request.getDeletedwith()),
    customTimeouts: {
      ...(timeouts?.create ? { create: timeouts.create } : {}),
      ...(timeouts?.update ? { update: timeouts.update } : {}),
      ...(timeouts?.pb_delete ? { delete: timeouts.pb_delete } : {}),
    },
  };
}

/** The URN that the mock monitor will give: the type of the parent, not of all ancestors. */
function urnOf(request: RegisterResourceRequest): string {
  const parentType = request.getParent().split("::")[2]?.split("$").pop();
  const type = parentType === undefined ? request.getType() : `${parentType}$${request.getType()}`;
  return `urn:pulumi:${pulumi.runtime.getStack()}::${pulumi.runtime.getProject()}::${type}::${request.getName()}`;
}

function nameOf(urn: string): string | undefined {
  return urn === "" ? undefined : urn.split("::").slice(3).join("::");
}

/** Marks of the wire format, see "special signatures" in Pulumi's documentation of its property values. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const UNKNOWN_VALUES = new Set(["04da6b54-80e4-46f7-96ec-b56ff0331ba9"]);

/** A value of the wire format as a plain one; notes the paths of secrets. */
function unwrap(value: unknown, path: string, secrets: string[]): Record<string, unknown> {
  return unwrapValue(value, path, secrets) as Record<string, unknown>;
}

function unwrapValue(value: unknown, path: string, secrets: string[]): unknown {
  if (typeof value === "string") return UNKNOWN_VALUES.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item, i) => unwrapValue(item, `${path}[${i}]`, secrets));
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[SIGNATURE] === SECRET) {
    secrets.push(path);
    return unwrapValue(object.value, path, secrets);
  }
  if (object[SIGNATURE] === RESOURCE) return object.id ?? object.urn;
  const below = (key: string) => (path === "" ? key : `${path}.${key}`);
  return Object.fromEntries(
    Object.entries(object).map(([key, item]) => [key, unwrapValue(item, below(key), secrets)]),
  );
}
