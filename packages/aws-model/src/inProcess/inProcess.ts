import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type * as ResourceModule from "@pulumi/pulumi/resource.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import type * as RpcModule from "@pulumi/pulumi/runtime/rpc.js";
import { UserError } from "@ublog/terminal/errors";
import { awsxProvider } from "../awsx/provider.ts";
import { awsProvider } from "../bridge/awsProvider.ts";
import { randomProvider } from "../random/randomProvider.ts";
import type { Provider } from "../shared/protocol.ts";
import { nameOf } from "../shared/urn.ts";
import { decode, encode } from "../shared/values.ts";
import { openWorld, type Properties, type World } from "../world/world.ts";
import { withoutStackTraces } from "./withoutStackTraces.ts";

const require = createRequire(import.meta.url);
const { DependencyResource } = require("@pulumi/pulumi/resource.js") as typeof ResourceModule;
const { serializeProperties } = require("@pulumi/pulumi/runtime/rpc.js") as typeof RpcModule;
const messages =
  require("@pulumi/pulumi/proto/resource_pb.js") as typeof import("@pulumi/pulumi/proto/resource_pb.js");
const answers =
  require("@pulumi/pulumi/proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb.js");

/** One resource that a program has made. */
export interface Made {
  urn: string;
  /** Such as `aws:ecs/service:Service`. */
  type: string;
  /** The logical name. */
  name: string;
  /** False for components. */
  custom: boolean;
  /** Undefined for the stack itself. */
  parent?: string;
  /** What the program asked for, completed by the provider. */
  inputs: Properties;
  /** URNs of all resources that it waits for. */
  dependencies: string[];
  /** For each input, the URNs of the resources that it comes from. */
  propertyDependencies: Record<string, string[]>;
}

/** What a program did. */
export interface ProgramRun {
  resources: Made[];
  /** What the program returned, resolved. */
  outputs: Properties;
}

/** The stand-in world with programs that run in this process. */
export interface InProcess {
  readonly world: World;
  /**
   * Runs a program as the engine would run it for a new stack, with the stack's config by full key, some of which are secret. Throws a
   * `UserError` where a provider refuses a resource. One program runs at a time.
   */
  run(
    stack: string,
    program: () => Promise<unknown>,
    config?: Record<string, string>,
    secretKeys?: readonly string[],
  ): Promise<ProgramRun>;
}

/**
 * Runs programs against the stand-in providers without an engine: to see what a program makes, a hundred times faster than
 * an `up`. Stacks are only created, in the order of the calls, and a later one can read what an earlier one returned.
 */
export function inProcess({ world = openWorld(":memory:"), region = "us-east-1" } = {}): InProcess {
  const stacks = new Map<string, Properties>();
  const providers: Record<string, Provider> = { aws: awsProvider(world, ""), random: randomProvider("") };
  providers.aws?.configure({ region });
  return {
    world,
    async run(stack, program, config = {}, secretKeys = []) {
      const name = `${organization}/${project}/${stack}`;
      if (!stacks.has(name)) stacks.set(name, {});
      const resources: Made[] = [];
      const registered = new Map<string, Registered>();
      const failed = Promise.withResolvers<never>();
      await pulumi.runtime.setMocks(noMocks, project, stack, false, organization);
      pulumi.runtime.setAllConfig({ "aws:region": region, ...config }, [...secretKeys]);
      const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
      monitor.registerResource = async (request, answer) => {
        try {
          const made = await register(request, providers, resources);
          registered.set(made.urn, made);
          answer(null, made.response);
        } catch (error) {
          failed.reject(error);
        }
      };
      monitor.registerResourceOutputs = (_request, answer) => answer(null, {});
      monitor.invoke = async (request, answer) => {
        const token = request.getTok();
        const args = decode(request.getArgs());
        try {
          const result =
            ENGINE_FUNCTIONS[token]?.(args, { registered, stacks }) ??
            providers[token.split(":")[0] ?? ""]?.invoke(token, args);
          if (result === undefined) throw new Error(`No provider here has the function ${token}.`);
          answer(null, new answers.InvokeResponse().setReturn(encode(result)));
        } catch (error) {
          answer({ details: (error as Error).message }, undefined);
        }
      };
      // A program that fails never ends, and neither does one whose resource was refused: nothing in them is awaited any more.
      const guarded = () =>
        program().catch((error) => {
          failed.reject(error);
          return new Promise(() => {});
        });
      // As the language host does it; setAllConfig tells only the SDK.
      process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(secretKeys);
      const outputs = await withoutStackTraces(() =>
        Promise.race([failed.promise, runToEnd(guarded)]),
      ).finally(() => delete process.env.PULUMI_CONFIG_SECRET_KEYS);
      stacks.set(name, outputs);
      return { resources, outputs };
    },
  };
}

const project = "ublog";
const organization = "organization";

/** Never asked: every request is answered before it gets there. */
const noMocks: pulumi.runtime.Mocks = {
  newResource: ({ type }) => {
    throw new Error(`${type} reached the mocks`);
  },
  call: ({ token }) => {
    throw new Error(`${token} reached the mocks`);
  },
};

interface Known {
  registered: ReadonlyMap<string, Registered>;
  stacks: ReadonlyMap<string, Properties>;
}

/** What the engine itself answers. */
const ENGINE_FUNCTIONS: Record<string, (args: Properties, known: Known) => Properties> = {
  "pulumi:pulumi:getResource": ({ urn }, { registered }) => {
    const found = registered.get(String(urn));
    if (found === undefined) throw new Error(`unknown resource ${urn}`);
    return { urn: found.urn, id: found.id, state: found.state };
  },
  "pulumi:pulumi:readStackOutputs": ({ name }, { stacks }) => {
    const outputs = stacks.get(String(name));
    if (outputs === undefined) throw new Error(`unknown stack "${name}"`);
    return { name: String(name), outputs };
  },
};

async function runToEnd(program: () => Promise<unknown>): Promise<Properties> {
  const outputs = pulumi.output(await pulumi.runtime.runInPulumiStack(program)) as unknown as {
    promise(): Promise<Properties | undefined>;
  };
  const resolved = await outputs.promise();
  await pulumi.runtime.disconnect();
  return resolved ?? {};
}

interface Registered {
  urn: string;
  id: string;
  state: Properties;
  response: InstanceType<typeof messages.RegisterResourceResponse>;
}

async function register(
  request: RegisterResourceRequest,
  providers: Record<string, Provider>,
  resources: Made[],
): Promise<Registered> {
  const type = request.getType();
  const given = decode(request.getObject());
  if (request.getRemote()) return construct(request, given);

  const urn = urnOf(request);
  if (resources.some((other) => other.urn === urn)) throw new UserError(`Two resources have the URN ${urn}.`);
  const provider = request.getCustom() ? providers[type.split(":")[0] ?? ""] : undefined;
  const { id, inputs, state } = provider
    ? create(provider, urn, type, given)
    : { id: "", inputs: given, state: {} };
  const parent = request.getParent();
  const made: Made = {
    urn,
    type,
    name: request.getName(),
    custom: request.getCustom(),
    ...(parent && { parent }),
    inputs,
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      request
        .getPropertydependenciesMap()
        .toArray()
        .map(([property, dependencies]) => [property, (dependencies as unknown as [string[]])[0]]),
    ),
  };
  resources.push(made);
  return answered(urn, id, encode(state));
}

function create(provider: Provider, urn: string, type: string, given: Properties) {
  const randomSeed = createHash("sha256").update(urn).digest();
  const { inputs, failures } = provider.check({ urn, type, newInputs: given, randomSeed });
  if (failures.length > 0)
    throw new UserError(`${type} ${nameOf(urn)}: ${failures.map(({ reason }) => reason).join("\n")}`);
  try {
    const plain = decode(encode(inputs));
    const { id, state } = provider.create({ urn, type, inputs: plain, preview: false });
    return { id, inputs: plain, state };
  } catch (error) {
    throw new UserError(`${type} ${nameOf(urn)}: ${(error as Error).message}`);
  }
}

/** A component of another package: the stand-in for its provider makes it here, with children of its own. */
async function construct(request: RegisterResourceRequest, given: Properties): Promise<Registered> {
  const parent = new DependencyResource(request.getParent());
  const dependsOn = request.getDependenciesList().map((urn) => new DependencyResource(urn));
  const { urn, state } = await awsxProvider.construct(request.getName(), request.getType(), given, {
    parent,
    dependsOn,
  });
  const known = await (pulumi.output(urn) as unknown as { promise(): Promise<string> }).promise();
  const outputs = await serializeProperties("", state);
  return answered(known, "", encode(outputs));
}

function answered(urn: string, id: string, state: ReturnType<typeof encode>): Registered {
  const response = new messages.RegisterResourceResponse().setUrn(urn).setId(id).setObject(state);
  return { urn, id, state: state.toJavaScript() as Properties, response };
}

/** The URN that the engine would give. */
function urnOf(request: RegisterResourceRequest): string {
  const parentType = request.getParent().split("::")[2];
  const isTop = parentType === undefined || parentType === "pulumi:pulumi:Stack";
  const type = isTop ? request.getType() : `${parentType}$${request.getType()}`;
  return `urn:pulumi:${pulumi.runtime.getStack()}::${pulumi.runtime.getProject()}::${type}::${request.getName()}`;
}
