import { account } from "../facts/account.ts";
import { SECRET_CHANGE } from "../services/secretsmanager/index.ts";
import { AwsError } from "../shared/apiError.ts";
import { parameterValue } from "../world/parameters.ts";
import type { Properties, World } from "../world/world.ts";

/*
 * The calls that only read what stacks have made: parameters, secrets, autoscaling, and who asks. Output is in the shape of
 * AWS's JSON, times in seconds since 1970.
 */

const parameterType = "aws:ssm/parameter:Parameter";
const secretType = "aws:secretsmanager/secret:Secret";
const secretVersionType = "aws:secretsmanager/secretVersion:SecretVersion";
const scalableTargetType = "aws:appautoscaling/target:Target";

/** Where a call is answered. */
export interface Place {
  world: World;
  region: string;
}

export function getParameter(place: Place, { Name }: { Name: string }) {
  const state = statesOf(place, parameterType).find((found) => found.name === Name || found.arn === Name);
  if (state === undefined) throw new AwsError("ParameterNotFound", "");
  return { Parameter: { ...parameterView(state), Value: parameterValue(state) } };
}

export function describeParameters(
  place: Place,
  { ParameterFilters = [] }: { ParameterFilters?: { Key: string; Option?: string; Values?: string[] }[] },
) {
  const unknown = ParameterFilters.find(
    ({ Key, Option = "Equals" }) => Key !== "Name" || Option !== "Equals",
  );
  if (unknown !== undefined)
    throw new AwsError(
      "InvalidFilterKey",
      `The sandbox filters parameters by equal names only, not by ${unknown.Key}.`,
    );
  const named = statesOf(place, parameterType).filter((state) =>
    ParameterFilters.every(({ Values = [] }) => Values.includes(String(state.name))),
  );
  return { Parameters: named.map(parameterView) };
}

export function describeSecret(place: Place, { SecretId }: { SecretId: string }) {
  const isIt = (state: Properties) => state.arn === SecretId || state.name === SecretId;
  const state = statesOf(place, secretType).find(isIt);
  const deleted = place.world
    .remains("secret")
    .map((remains) => remains.state)
    .find(isIt);
  const found = state ?? deleted;
  if (found === undefined)
    throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  const versions = statesOf(place, secretVersionType).filter((version) => version.secretId === found.arn);
  const [change] = place.world.contents(SECRET_CHANGE, String(found.arn));
  return {
    ARN: found.arn,
    Name: found.name,
    ...(change && { LastChangedDate: Date.parse(String(change.value)) / 1000 }),
    ...(state === undefined ? { DeletedDate: Date.parse(place.world.now()) / 1000 } : {}),
    VersionIdsToStages: Object.fromEntries(
      versions.map((version) => [String(version.versionId), version.versionStages]),
    ),
  };
}

export function describeScalableTargets(
  place: Place,
  input: { ServiceNamespace: string; ResourceIds?: string[]; ScalableDimension?: string },
) {
  const found = statesOf(place, scalableTargetType).filter(
    (state) =>
      state.serviceNamespace === input.ServiceNamespace &&
      (input.ResourceIds?.includes(String(state.resourceId)) ?? true) &&
      [undefined, state.scalableDimension].includes(input.ScalableDimension),
  );
  return {
    ScalableTargets: found.map((state) => ({
      ServiceNamespace: state.serviceNamespace,
      ResourceId: state.resourceId,
      ScalableDimension: state.scalableDimension,
      MinCapacity: state.minCapacity,
      MaxCapacity: state.maxCapacity,
      RoleARN: state.roleArn,
      CreationTime: Date.parse("2026-01-01") / 1000,
    })),
  };
}

export function getCallerIdentity() {
  return { UserId: "AIDASANDBOX", Account: account, Arn: `arn:aws:iam::${account}:user/sandbox` };
}

/** The sandbox's user may do everything. */
export function simulatePrincipalPolicy(
  _place: Place,
  { ActionNames = [], ResourceArns = ["*"] }: { ActionNames?: string[]; ResourceArns?: string[] },
) {
  return {
    IsTruncated: false,
    EvaluationResults: ActionNames.flatMap((EvalActionName) =>
      ResourceArns.map((EvalResourceName) => ({
        EvalActionName,
        EvalResourceName,
        EvalDecision: "allowed",
      })),
    ),
  };
}

function statesOf({ world, region }: Place, type: string): Properties[] {
  return world
    .resources(type)
    .map(({ state }) => state)
    .filter((state) => state.region === region);
}

function parameterView(state: Properties) {
  return {
    Name: state.name,
    Type: state.type,
    Version: state.version,
    ARN: state.arn,
    DataType: state.dataType,
    Tier: state.tier,
  };
}
