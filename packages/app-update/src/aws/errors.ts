import { messageOf } from "@ublog/terminal/errors";

/** The name of an AWS error, for example `ClusterNotFoundException`. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

export function isAwsError(error: unknown, ...names: string[]): boolean {
  return names.includes(errorName(error));
}

const DENIED = ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "AuthorizationError"];

export function isDenied(error: unknown): boolean {
  return isAwsError(error, ...DENIED);
}

/** Whether AWS refused the call outright, so that it surely had no effect. Anything else may have had one. */
export function wasRefused(error: unknown): boolean {
  return error instanceof Error && "$fault" in error && error.$fault === "client";
}

const THROTTLES = [
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "ProvisionedThroughputExceededException",
];

export function isThrottle(error: unknown): boolean {
  return isAwsError(error, ...THROTTLES);
}

const CREDENTIALS = [
  "CredentialsProviderError",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "AuthFailure",
];
const EXPIRED = ["ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenProviderError"];

/** An error of the SDK as a sentence for the person at the terminal. */
export function explain(error: unknown): string {
  // The SDK adds lines for programmers to what it can't read.
  const [first = ""] = messageOf(error).trim().split("\n");
  const message = first.replace(/\.$/, "");
  if (isAwsError(error, ...EXPIRED))
    return `The AWS credentials have expired: log in again (${message}). In CI, ask for a longer session.`;
  if (isAwsError(error, ...CREDENTIALS))
    return `AWS doesn't accept the credentials, or there are none: ${message}. Set AWS_PROFILE, or log in (aws sso login), or give the job a role.`;
  if (message.startsWith("Region is missing"))
    return "No AWS region is set: pass --region us-east-1, or set AWS_REGION.";
  const host = /(?:ENOTFOUND|EAI_AGAIN) (\S+)/.exec(message)?.[1];
  if (host !== undefined)
    return `\`${host}\` can't be found: check --region (or AWS_REGION) and this machine's network.`;
  if (isDenied(error))
    return `AWS denies it: ${message}. Give that right to the role or user whose credentials these are.`;
  if (errorName(error) === "Error" || errorName(error) === "") return `${message}.`;
  return `${errorName(error)}: ${message}.`;
}
