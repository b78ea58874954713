import type { Properties } from "../world/world.ts";

/** A property that fails a check. */
export interface CheckFailure {
  /** Path of the property, such as `ingress[0].fromPort`; empty for the resource as a whole. */
  property: string;
  reason: string;
}

export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

/** How the user's project wants physical names to be made (`pulumi:autonaming`). */
export interface AutonamingRequest {
  proposedName: string;
  mode: "propose" | "enforce" | "disable";
}

export interface CheckRequest {
  urn: string;
  type: string;
  /** The inputs of the last update; undefined for a new resource. */
  oldInputs?: Properties;
  newInputs: Properties;
  randomSeed: Uint8Array;
  autonaming?: AutonamingRequest;
}

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffRequest {
  urn: string;
  type: string;
  id: string;
  oldState: Properties;
  oldInputs: Properties;
  newInputs: Properties;
  ignoreChanges: string[];
}

export interface DiffResult {
  changes: boolean;
  /** By property path, such as `tags.Name` or `ingress[0].fromPort`. */
  detailed: Record<string, DiffKind>;
  /** Top-level properties whose change replaces the resource. */
  replaces: string[];
  /** Top-level properties that keep their value as long as the resource is not replaced. */
  stables: string[];
  deleteBeforeReplace: boolean;
}

export interface CreateRequest {
  urn: string;
  type: string;
  inputs: Properties;
  preview: boolean;
}

export interface UpdateRequest extends DiffRequest {
  preview: boolean;
}

export interface DeleteRequest {
  urn: string;
  type: string;
  id: string;
  state: Properties;
}

export interface ReadRequest {
  urn: string;
  type: string;
  id: string;
  /** Empty for an import or a `get`. */
  state: Properties;
  inputs: Properties;
}

/** The state of a resource, ready for the wire: secret where it has to be. */
export interface Known {
  id: string;
  state: Properties;
}

/**
 * A resource provider, free of gRPC. Properties are plain values without nulls; what is unknown in a preview is the
 * sentinel of values.ts. An error's message is what the user sees.
 */
export interface Provider {
  readonly name: string;
  readonly version: string;
  /** Checks and completes the provider's own configuration. */
  checkConfig(urn: string, inputs: Properties): CheckResult;
  configure(config: Properties): void;
  invoke(token: string, args: Properties): Properties;
  check(request: CheckRequest): CheckResult;
  diff(request: DiffRequest): DiffResult;
  create(request: CreateRequest): Known;
  /** Undefined when the resource is gone. */
  read(request: ReadRequest): (Known & { inputs: Properties }) | undefined;
  update(request: UpdateRequest): Properties;
  delete(request: DeleteRequest): void;
}
