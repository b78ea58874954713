import { expect, test } from "vitest";
import { type ListZones, publicZones, zoneOf } from "../../src/init/zones.ts";

test("lists public zones of all pages, by name", async () => {
  const pages: Record<string, Awaited<ReturnType<ListZones>>> = {
    first: {
      HostedZones: [
        { Id: "/hostedzone/Z2", Name: "shop.example.org." },
        { Id: "/hostedzone/Z9", Name: "inside.", Config: { PrivateZone: true } },
      ],
      IsTruncated: true,
      NextMarker: "second",
    },
    second: { HostedZones: [{ Id: "/hostedzone/Z1", Name: "example.org.", Config: { PrivateZone: false } }] },
  };
  expect(await publicZones(async (marker = "first") => pages[marker] ?? {})).toEqual({
    zones: [
      { id: "Z1", domain: "example.org" },
      { id: "Z2", domain: "shop.example.org" },
    ],
    reason: undefined,
  });
});

const AND_SO = "so the zones of the account can't be listed: name the domain and the id of its zone.";
test.each([
  [{ name: "CredentialsProviderError" }, `There are no AWS credentials here, ${AND_SO}`],
  [{ name: "ExpiredTokenException" }, `AWS doesn't take the credentials (ExpiredTokenException), ${AND_SO}`],
  [{ name: "AccessDenied" }, `The credentials have no right to route53:ListHostedZones, ${AND_SO}`],
  [{ code: "ENOTFOUND" }, `AWS can't be reached, ${AND_SO}`],
  [{ name: "TimeoutError" }, `AWS can't be reached, ${AND_SO}`],
  [{ name: "Throttling" }, `Route 53 answered "first line", ${AND_SO}`],
])("says in one line why there are none to choose from: %j", async (error, reason) => {
  const list = async () => {
    throw Object.assign(new Error("first line\nsecond line"), error);
  };
  expect(await publicZones(list)).toEqual({ zones: [], reason });
});

test("says that the account has none", async () => {
  expect(await publicZones(async () => ({ HostedZones: [] }))).toEqual({
    zones: [],
    reason:
      "The account has no public Route 53 zone: name the domain and the id of its zone, or take a trial.",
  });
});

test.each([
  ["example.org", "Z1"],
  ["shop.example.org", "Z2"],
  ["eu.shop.example.org", "Z2"],
  ["myshop.example.org", "Z1"],
  ["notexample.org", undefined],
])("the zone of %s is %s", (domain, id) => {
  const zones = [
    { id: "Z1", domain: "example.org" },
    { id: "Z2", domain: "shop.example.org" },
  ];
  expect(zoneOf(domain, zones)?.id).toBe(id);
});
