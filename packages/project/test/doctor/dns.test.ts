import { expect, onTestFinished, test } from "vitest";
import { namesUpFrom, publicDns } from "../../src/doctor/dns.ts";
import { caa, dnsServer, ns, type Zone } from "./support/dnsServer.ts";

const REFUSED = 5;
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** Asks servers on this machine: the public one, and the machine's own. */
async function dns(zone: Zone, own: Zone = {}) {
  const servers = await Promise.all([dnsServer(zone), dnsServer(own)]);
  onTestFinished(() => {
    for (const { stop } of servers) stop();
  });
  const [first, second] = servers.map(({ address }) => [address]);
  return publicDns(first, second);
}

test("the name servers of a domain, in small letters and sorted", async () => {
  const { ns: servers } = await dns({ "NS shop.io": [ns("NS-2.awsdns-02.com"), ns("ns-1.awsdns-01.org")] });
  expect(await servers("shop.io")).toEqual(["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"]);
  expect(await servers("none.io")).toEqual([]);
});

test("a domain that doesn't exist has none", async () => {
  const asked = await dns({ "NS shop.io": NXDOMAIN, "CAA shop.io": NXDOMAIN });
  expect([await asked.ns("shop.io"), await asked.caa("shop.io")]).toEqual([[], []]);
});

test("who may issue certificates", async () => {
  const asked = await dns({
    "CAA shop.io": [caa("issue", "amazon.com"), caa("issuewild", ";"), caa("iodef", "mailto:a@shop.io")],
  });
  expect(await asked.caa("shop.io")).toEqual([
    { critical: 0, type: "CAA", issue: "amazon.com" },
    { critical: 0, type: "CAA", issuewild: ";" },
    { critical: 0, type: "CAA", iodef: "mailto:a@shop.io" },
  ]);
});

test("servers that ought to know a domain and don't are a failure, and not an empty answer", async () => {
  const asked = await dns({ "NS shop.io": SERVFAIL });
  await expect(asked.ns("shop.io")).rejects.toMatchObject({ name: "DnsFailure", code: "SERVFAIL" });
});

test("where nobody may ask public DNS, the servers of this machine are asked", async () => {
  const asked = await dns({ "NS shop.io": REFUSED }, { "NS shop.io": [ns("ns-1.awsdns-01.org")] });
  expect(await asked.ns("shop.io")).toEqual(["ns-1.awsdns-01.org"]);
  const refused = await dns({ "NS shop.io": REFUSED }, { "NS shop.io": REFUSED });
  await expect(refused.ns("shop.io")).rejects.toMatchObject({ code: "REFUSED" });
});

test("the names above a name, but for the top", () => {
  expect(namesUpFrom("a.b.shop.io")).toEqual(["a.b.shop.io", "b.shop.io", "shop.io"]);
});
