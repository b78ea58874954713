/** A call to an API of AWS, as IAM sees it. */
export interface AwsCall {
  /** ARN of the role that asks; undefined for a call without credentials of `credentials.ts`. */
  role?: string;
  region: string;
  /** Such as `s3:PutObject`. */
  action: string;
  /** ARN of what is asked for, `*` where the action has none. */
  resource: string;
  /** Condition keys that are known, in small letters. */
  context: Record<string, string | null>;
}

export interface AwsRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** Who signs a request for which region and service; not whether the signature is right. */
export interface Signer {
  accessKey: string;
  region: string;
  service: string;
}

/** The account that the sandbox and moto have. */
const ACCOUNT = "123456789012";

export function signerOf({ url, headers }: AwsRequest): Signer | undefined {
  const query = new URL(url, "http://local").searchParams.get("X-Amz-Credential");
  const credential = query ?? /Credential=([^,\s]+)/.exec(String(headers.authorization ?? ""))?.[1];
  const [accessKey = "", , region = "", service = ""] = (credential ?? "").split("/");
  return accessKey === "" ? undefined : { accessKey, region, service };
}

/** The calls that a request makes: several where it deletes several files. Knows the services that containers call. */
export function callsOf(request: AwsRequest, signer: Signer | undefined): Omit<AwsCall, "role">[] {
  const { service = "s3", region = "us-east-1" } = signer ?? {};
  const asked = service === "s3" ? s3Calls(request) : [otherCall(request, service, region)];
  return asked.map(({ action, resource, context = {} }) => ({
    region,
    action: `${service}:${action}`,
    resource,
    context,
  }));
}

interface Asked {
  action: string;
  resource: string;
  context?: AwsCall["context"];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function s3Calls({ method, url, headers, body }: AwsRequest): Asked[] {
  const { pathname, searchParams: query } = new URL(url, "http://local");
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  const resource = `arn:aws:s3:::${bucket}`;
  const object = `${resource}/${key}`;
  if (bucket === "") return [{ action: "ListAllMyBuckets", resource: "*" }];
  if (key === "") {
    if (query.has("delete"))
      return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, one = ""]) => ({
        action: "DeleteObject",
        resource: `${resource}/${one}`,
      }));
    if (method === "GET" || method === "HEAD")
      return [{ action: "ListBucket", resource, context: { "s3:prefix": query.get("prefix") } }];
    return [{ action: method === "PUT" ? "CreateBucket" : `${method}Bucket`, resource }];
  }
  if (method === "GET" || method === "HEAD") return [{ action: "GetObject", resource: object }];
  if (method === "DELETE")
    return [{ action: query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject", resource: object }];
  const source = headers["x-amz-copy-source"];
  return [
    { action: query.has("acl") ? "PutObjectAcl" : "PutObject", resource: object },
    ...(headers["x-amz-acl"] === undefined ? [] : [{ action: "PutObjectAcl", resource: object }]),
    ...(typeof source === "string"
      ? [{ action: "GetObject", resource: `arn:aws:s3:::${decodeURIComponent(source).replace(/^\//, "")}` }]
      : []),
  ];
}

function otherCall(request: AwsRequest, service: string, region: string): Asked {
  const target = String(request.headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const form = new URLSearchParams(request.body.toString());
  const path = new URL(request.url, "http://local").pathname;
  if (service === "ses") {
    const action = path === "/v2/email/outbound-emails" ? "SendEmail" : (form.get("Action") ?? path);
    const sender = senderOf(request.body.toString(), form);
    const resource = sender === undefined ? "*" : `arn:aws:ses:${region}:${ACCOUNT}:identity/${sender}`;
    return { action, resource };
  }
  const action = target || form.get("Action") || `${request.method} ${path}`;
  const secret =
    service === "secretsmanager" ? /"SecretId":\s*"([^"]*)"/.exec(request.body.toString())?.[1] : undefined;
  return { action, resource: secret ?? "*" };
}

/** The domain that a mail is sent from: of the API's field, or of the header of a raw mail. */
function senderOf(body: string, form: URLSearchParams): string | undefined {
  const json = /"FromEmailAddress":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1];
  const raw = form.get("RawMessage.Data") ?? /"Data":\s*"([A-Za-z0-9+/=]+)"/.exec(body)?.[1];
  const header = raw && /^From: (.*)$/im.exec(Buffer.from(raw, "base64").toString())?.[1];
  const from = json ?? form.get("Source") ?? header;
  return from === undefined ? undefined : /@([^>\s"\\]+)/.exec(from)?.[1];
}
