import { operationOf, serviceName, thingOf } from "@ublog/aws-model/src/services/words.ts";
import { awsError } from "@ublog/aws-model/src/shared/awsError.ts";
import { type Action, attempts } from "./fault.ts";

/** A resource that is being changed. */
interface Subject {
  action: Action;
  type: string;
  /** Its id, or the name that it is to have. */
  id: string;
}

const doings: Record<Action, string> = { create: "creating", update: "updating", delete: "deleting" };

/** AWS's own failure: nothing was done. */
export function failed(subject: Subject): string {
  return `${doing(subject)}: ${awsError({
    ...call(subject),
    status: 500,
    code: "InternalFailure",
    message: "The request processing has failed because of an unknown error, exception or failure.",
  })}`;
}

/** What the SDK says when it has tried often enough. */
export function throttled(subject: Subject): string {
  const { service, operation } = call(subject);
  return `${doing(subject)}: operation error ${service}: ${operation}, exceeded maximum number of attempts, ${attempts}, https response error StatusCode: 400, ThrottlingException: Rate exceeded`;
}

/** Done, or on its way, but the provider couldn't wait for it to end. */
export const timedOut = (subject: Subject): string =>
  `waiting for ${thing(subject)} ${subject.action}: timeout while waiting for ${
    subject.action === "delete" ? "resource to be gone" : "state to become ready"
  }`;

/** The run was stopped while the provider waited for AWS. */
export const canceled = (subject: Subject): string => `${doing(subject)}: context canceled`;

const doing = (subject: Subject): string => `${doings[subject.action]} ${thing(subject)}`;

const thing = ({ type, id }: Subject): string => `${thingOf(type)} (${id})`;

const call = ({ action, type }: Subject): { service: string; operation: string } => ({
  service: serviceName(type),
  operation: operationOf(type, action),
});
