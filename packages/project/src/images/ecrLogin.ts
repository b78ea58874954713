/** The name and password with which Docker logs in to ECR; valid for twelve hours. */
export interface Login {
  user: string;
  password: string;
}

/** The login of a region's registries, by the AWS SDK with its own chain of credentials. */
export async function ecrLogin(region: string): Promise<Login> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient({ region, retryMode: "adaptive" });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? "", "base64").toString("utf8");
  const colon = token.indexOf(":");
  return { user: token.slice(0, colon), password: token.slice(colon + 1) };
}
