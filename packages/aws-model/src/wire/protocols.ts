import type { AwsError } from "../shared/apiError.ts";

/** A call as it came over the wire. */
export interface WireCall {
  /** Such as `ecs.RunTask`. */
  name: string;
  input: unknown;
  /** Writes down an answer, or an error, as the service would. */
  answered(output: unknown): WireAnswer;
  failed(error: AwsError): WireAnswer;
}

export interface WireAnswer {
  status: number;
  contentType: string;
  body: string;
  /** The header by which clients may know an error. */
  errorType?: string;
}

/** Services with AWS's JSON protocol, by the prefix of the header `X-Amz-Target`. */
const JSON_SERVICES: Record<string, string> = {
  AmazonEC2ContainerServiceV20141113: "ecs",
  AmazonEC2ContainerRegistry_V20150921: "ecr",
  AmazonSSM: "ssm",
  AnyScaleFrontendService: "scaling",
  DynamoDB_20120810: "dynamodb",
  Logs_20140328: "logs",
  secretsmanager: "secretsmanager",
};

/** Services with AWS's query protocol, by the version of their API. */
const QUERY_SERVICES: Record<string, string> = {
  "2010-05-08": "iam",
  "2011-06-15": "sts",
  "2015-12-01": "elbv2",
};

/** Reads a call of either protocol; undefined if it is of neither. */
export function readCall(
  headers: Record<string, string | string[] | undefined>,
  body: string,
): WireCall | undefined {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return jsonCall(target, String(headers["content-type"]), body);
  const parameters = new URLSearchParams(body);
  return parameters.has("Action") ? queryCall(parameters) : undefined;
}

function jsonCall(target: string, contentType: string, body: string): WireCall {
  const [prefix = "", operation = ""] = target.split(".");
  return {
    name: `${JSON_SERVICES[prefix] ?? prefix}.${operation}`,
    input: body === "" ? {} : JSON.parse(body),
    answered: (output) => ({ status: 200, contentType, body: JSON.stringify(output) }),
    failed: ({ name, message, status }) => ({
      status,
      contentType,
      body: JSON.stringify({ __type: name, message }),
      errorType: name,
    }),
  };
}

function queryCall(parameters: URLSearchParams): WireCall {
  const { Action: action = "", Version: version = "", ...given } = Object.fromEntries(parameters);
  const asXml = (status: number, content: string) => ({ status, contentType: "text/xml", body: content });
  return {
    name: `${QUERY_SERVICES[version] ?? version}.${action}`,
    input: nested(given),
    answered: (output) =>
      asXml(200, xml(`${action}Response`, { [`${action}Result`]: output, ResponseMetadata: REQUEST })),
    failed: ({ name, message, status }) =>
      asXml(
        status,
        xml("ErrorResponse", { Error: { Type: "Sender", Code: name, Message: message }, ...REQUEST }),
      ),
  };
}

const REQUEST = { RequestId: "00000000-0000-4000-8000-000000000000" };

/** `{ "A.member.1.B": "x" }` as `{ A: [{ B: "x" }] }`. Values stay texts. */
function nested(parameters: Record<string, string>): unknown {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(parameters)) {
    const steps = path.replaceAll(/\.member\.(\d+)/g, ".$1").split(".");
    let at: Record<string, unknown> = result;
    for (const step of steps.slice(0, -1)) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[steps.at(-1) ?? ""] = value;
  }
  return withLists(result);
}

/** Objects whose keys count from 1 are lists. */
function withLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.every(([key]) => /^\d+$/.test(key)) && entries.length > 0)
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => withLists(item));
  return Object.fromEntries(entries.map(([key, item]) => [key, withLists(item)]));
}

/** A value as an element; the items of a list are its members. */
function xml(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xml("member", item)).join("");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, item]) => xml(name, item))
      .join("");
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
