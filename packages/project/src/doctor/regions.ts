/** The region of each partition that all of its accounts have, and the end of its host names. Most regions are in the last one. */
const HOMES = [
  { regions: /^cn-/, region: "cn-north-1", domain: "amazonaws.com.cn" },
  { regions: /^us-gov-/, region: "us-gov-west-1", domain: "amazonaws.com" },
  { regions: /^eusc-/, region: "eusc-de-east-1", domain: "amazonaws.eu" },
  { regions: /./, region: "us-east-1", domain: "amazonaws.com" },
];

/** The region that every account of a region's partition has, and what its host names end with. */
export function home(region: string): { region: string; host: string } {
  const found = HOMES.find(({ regions }) => regions.test(region)) ?? { region, domain: "amazonaws.com" };
  return { region: found.region, host: `${found.region}.${found.domain}` };
}
