import { createHash } from "node:crypto";
import { AwsError } from "../shared/apiError.ts";
import type { Definition, EcsState } from "./state.ts";

export function clusterArn(state: EcsState, name: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:cluster/${name}`;
}

export function serviceArn(state: EcsState, cluster: string, name: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:service/${cluster}/${name}`;
}

export function taskArn(state: EcsState, cluster: string, id: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:task/${cluster}/${id}`;
}

/** ARN of `<family>:<revision>`. */
export function definitionArn(state: EcsState, definition: string): string {
  return `arn:aws:ecs:${state.region}:${state.account}:task-definition/${definition}`;
}

/** The part after the last slash: what a name or an ARN means. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

/** A new id of `length` hexadecimal digits, the same in every run with the same calls. */
export function newId(state: EcsState, length = 32): string {
  state.serial += 1;
  return createHash("sha256").update(`${state.account}/${state.serial}`).digest("hex").slice(0, length);
}

export function newDeploymentId(state: EcsState): string {
  return `ecs-svc/${BigInt(`0x${newId(state, 16)}`)
    .toString()
    .padStart(19, "0")
    .slice(0, 19)}`;
}

/** The revision that `family`, `family:revision` or an ARN means; without a revision the newest active one. */
export function findDefinition(state: EcsState, reference: string): Definition | undefined {
  const name = shortName(reference);
  if (name.includes(":")) return state.definitions[name];
  return Object.values(state.definitions)
    .filter((definition) => definition.body.family === name && definition.status === "ACTIVE")
    .sort((a, b) => b.revision - a.revision)[0];
}

export function definitionName(definition: Definition): string {
  return `${definition.body.family}:${definition.revision}`;
}

/** The revision for a task or service, or the error that ECS gives for one that can't be used. */
export function usableDefinition(state: EcsState, reference: string): Definition {
  const definition = findDefinition(state, reference);
  if (definition === undefined) throw new AwsError("ClientException", "TaskDefinition not found.");
  if (definition.status === "INACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
  return definition;
}
