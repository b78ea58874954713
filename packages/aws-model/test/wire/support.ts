import { sdkAws } from "@ublog/app-update/src/aws/sdk.ts";
import { onTestFinished, vi } from "vitest";
import { serveAws } from "../../src/wire/server.ts";
import { awsAccount } from "../support/awsResources.ts";
import { makeEnvironment } from "../support/environment.ts";

/** The environment `shop` in a world that is served as AWS, and the release tool's port to it: the real SDK. */
export async function servedEnvironment() {
  const account = awsAccount();
  const made = makeEnvironment(account);
  const server = await serveAws(account.world);
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "sandbox");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "sandbox");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });
  const seconds = (count: number) => account.world.advance(count * 1000);
  return { account, made, server, seconds, aws: sdkAws("us-east-1") };
}
