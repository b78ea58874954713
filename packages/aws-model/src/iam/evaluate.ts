import { type Context, hold, withVariables } from "./conditions.ts";
import { fitsAction, fitsResource } from "./patterns.ts";
import type { Statement } from "./policy.ts";

/** What a role asks for. */
export interface Request {
  action: string;
  /** An ARN, or `*` for an action that has no resource. */
  resource: string;
  context: Context;
}

/** The policies that decide about a request. */
export interface Policies {
  /** ARN of the role. */
  principal: string;
  /** Those of the role. */
  identity: readonly Statement[];
  /** The most that the role's policies can allow. */
  boundary?: readonly Statement[];
  /** The policy of what is asked for. In the role's own account it can allow by itself. */
  resource?: readonly Statement[];
  /** Those of the VPC endpoints that the request goes through. */
  endpoints?: readonly (readonly Statement[])[];
}

/**
 * Why IAM refuses a request, in the words with which AWS's errors end, or undefined if it doesn't. What depends on something that
 * isn't known is decided for the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function refusal(request: Request, policies: Policies): string | undefined {
  const { principal, identity, boundary, resource = [], endpoints = [] } = policies;
  const { action } = request;
  const forIt = (policy: readonly Statement[]) => policy.filter((one) => includes(one, principal));
  const ofEndpoints = endpoints.map(forIt);
  if (denies(identity, request)) return "with an explicit deny in an identity-based policy";
  if (denies(forIt(resource), request)) return "with an explicit deny in a resource-based policy";
  if (boundary !== undefined && denies(boundary, request))
    return "with an explicit deny in a permissions boundary";
  if (ofEndpoints.some((policy) => denies(policy, request)))
    return "with an explicit deny in a VPC endpoint policy";
  const ofResource = resource.filter((statement) => names(statement, principal));
  if (!allows(identity, request) && !allows(ofResource, request))
    return `because no identity-based policy allows the ${action} action`;
  if (boundary !== undefined && !allows(boundary, request))
    return `because no permissions boundary allows the ${action} action`;
  if (ofEndpoints.some((policy) => !allows(policy, request)))
    return `because no VPC endpoint policy allows the ${action} action`;
  return undefined;
}

/** Whether a trust policy lets a service assume the role. */
export function trusts(trust: readonly Statement[], service: string, context: Context): boolean {
  const request = { action: "sts:AssumeRole", resource: "*", context };
  const forIt = trust
    .filter((statement) => isMeant(statement, (name) => name === "*" || name === `Service ${service}`))
    .map((statement) => ({ ...statement, resources: ["*"] }));
  return allows(forIt, request) && !denies(forIt, request);
}

/** Whether the policy of a resource lets somebody who isn't a role do something, such as a service of AWS. */
export function permits(
  policy: readonly Statement[],
  isMeantBy: (principal: string) => boolean,
  request: Request,
): boolean {
  const forIt = policy.filter((statement) => isMeant(statement, (name) => name === "*" || isMeantBy(name)));
  return allows(forIt, request) && !denies(forIt, request);
}

const allows = (statements: readonly Statement[], request: Request): boolean =>
  statements.some((statement) => statement.effect === "Allow" && applies(statement, request) !== false);

const denies = (statements: readonly Statement[], request: Request): boolean =>
  statements.some((statement) => statement.effect === "Deny" && applies(statement, request) === true);

function applies(statement: Statement, { action, resource, context }: Request): boolean | undefined {
  const { actions, notActions, resources, notResources, conditions } = statement;
  const isAction = (patterns: string[]) => patterns.some((pattern) => fitsAction(action, pattern));
  if (actions === undefined ? isAction(notActions ?? []) : !isAction(actions)) return false;
  const isIt =
    resources === undefined
      ? not(isResource(notResources ?? [], resource, context))
      : isResource(resources, resource, context);
  if (isIt === false) return false;
  const isSo = hold(conditions, context);
  return isSo === true ? isIt : isSo;
}

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** Whether one of the patterns matches the resource; undefined if that depends on an unknown variable. */
function isResource(patterns: string[], resource: string, context: Context): boolean | undefined {
  const known = patterns.map((pattern) => withVariables(pattern, context));
  if (known.some((pattern) => pattern !== undefined && fitsResource(resource, pattern))) return true;
  return known.includes(undefined) ? undefined : false;
}

/** Whether a statement names this role by its ARN, or everybody. */
const names = (statement: Statement, principal: string): boolean =>
  isMeant(statement, (name) => name === "*" || name === `AWS ${principal}`);

/** Whether a statement names this role, or everybody in its account. That alone gives no rights, but can take them away. */
function includes(statement: Statement, principal: string): boolean {
  const account = principal.split(":")[4];
  const everybody = [`AWS ${account}`, `AWS arn:aws:iam::${account}:root`];
  return names(statement, principal) || (statement.principals ?? []).some((name) => everybody.includes(name));
}

function isMeant({ principals, notPrincipals }: Statement, is: (name: string) => boolean): boolean {
  return principals === undefined ? !(notPrincipals ?? ["*"]).some(is) : principals.some(is);
}
