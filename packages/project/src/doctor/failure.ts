import { isAwsError, isDenied } from "@ublog/app-update/src/aws/errors.ts";
import { messageOf } from "@ublog/terminal/errors";
import { DnsFailure } from "./dns.ts";
import { NotAsked } from "./finding.ts";

/** How long a question may take, in milliseconds. */
export const PATIENCE = 10_000;

/** Names and codes of what goes wrong on the way to AWS. */
const ON_THE_WAY = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b/;

/** What a call says that the stand-in for AWS doesn't know. */
const UNKNOWN = ["UnknownOperationException", "404", "UnknownError"];

/** Whether a question was for nothing because the way to AWS is cut off. */
export function cutOff(error: unknown): string | undefined {
  const parts = [error, ...causes(error)];
  return parts.map((part) => ON_THE_WAY.exec(`${codeOf(part)} ${messageOf(part)}`)?.[1]).find(Boolean);
}

/** Why a question that failed couldn't be asked, in a few words. */
export function whyNotAsked(error: unknown, { standIn }: { standIn: boolean }): string {
  if (error instanceof NotAsked) return error.message;
  if (standIn && (isAwsError(error, ...UNKNOWN) || statusOf(error) === 404))
    return "the stand-in for AWS doesn't know it";
  if (isDenied(error)) {
    const action = /perform: ([\w-]+:\w+)/.exec(messageOf(error))?.[1];
    return action === undefined ? "AWS denies it to these credentials" : `the credentials lack ${action}`;
  }
  if (error instanceof DnsFailure) return `${error.message}: this network lets nobody ask public DNS`;
  const way = cutOff(error);
  if (way !== undefined) return `AWS can't be reached (${way})`;
  if (isAwsError(error, "AbortError", "TimeoutError")) return `no answer within ${PATIENCE / 1000} s`;
  // A page of a proxy, or of a network that wants a log-in.
  if (/XML parse error|is not valid JSON/.test(messageOf(error))) return "what answers isn't AWS";
  const [line = ""] = messageOf(error).trim().split("\n");
  const name = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
  return `it failed: ${name}${line.replace(/\.$/, "")}`;
}

function causes(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  const below = error.cause === undefined ? inner : [...inner, error.cause];
  return below.flatMap((one) => [one, ...causes(one)]);
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? "");

const statusOf = (error: unknown): unknown =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
