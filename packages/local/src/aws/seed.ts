import { UserError } from "@ublog/terminal/errors";

/** What the account has before the first container starts. */
export interface Account {
  region: string;
  buckets: readonly string[];
  /** Secrets by their names. */
  secrets: Readonly<Record<string, string>>;
  mailDomains: readonly string[];
}

/** Makes buckets, secrets and the identities that mail may be sent from, as moto knows them. */
export async function seed(url: string, { region, buckets, secrets, mailDomains }: Account): Promise<void> {
  const call = async (service: string, path: string, init: RequestInit) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=seed/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
    const answer = await fetch(url + path, { ...init, headers: { ...init.headers, authorization } });
    if (!answer.ok)
      throw new UserError(`${service} of moto answers ${answer.status}: ${await answer.text()}`);
  };
  const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  for (const bucket of buckets)
    await call("s3", `/${bucket}`, { method: "PUT", ...(region === "us-east-1" ? {} : { body: place }) });
  for (const [name, value] of Object.entries(secrets))
    await call("secretsmanager", "/", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "secretsmanager.CreateSecret",
      },
      body: JSON.stringify({ Name: name, SecretString: value }),
    });
  for (const domain of mailDomains)
    await call("ses", "/", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        Action: "VerifyDomainIdentity",
        Domain: domain,
        Version: "2010-12-01",
      }).toString(),
    });
}
