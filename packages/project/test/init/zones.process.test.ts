import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Moto, startMoto } from "../../../app-update/test/support/moto.ts";
import { publicZones, sdkZones } from "../../src/init/zones.ts";

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
  vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  return moto?.stop();
});

test("lists the public zones of an account, through the real SDK", async () => {
  const client = new Route53Client({});
  const make = async (Name: string, PrivateZone: boolean) => {
    const { HostedZone } = await client.send(
      new CreateHostedZoneCommand({
        Name,
        CallerReference: Name,
        HostedZoneConfig: { PrivateZone },
        ...(PrivateZone ? { VPC: { VPCRegion: "us-east-1", VPCId: "vpc-12345678" } } : {}),
      }),
    );
    return HostedZone?.Id?.replace("/hostedzone/", "");
  };
  expect(await publicZones(await sdkZones())).toEqual({
    zones: [],
    reason:
      "The account has no public Route 53 zone: name the domain and the id of its zone, or take a trial.",
  });
  const id = await make("example.org", false);
  await make("inside.example.org", true);
  expect(await publicZones(await sdkZones())).toEqual({
    zones: [{ id, domain: "example.org" }],
    reason: undefined,
  });
});

test("where nobody answers it says so in a line", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  expect(await publicZones(await sdkZones())).toEqual({
    zones: [],
    reason:
      "AWS can't be reached, so the zones of the account can't be listed: name the domain and the id of its zone.",
  });
});
