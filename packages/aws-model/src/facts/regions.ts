import { createHash } from "node:crypto";

/** Hosted zones of AWS's own endpoints, by service and region. */
const hostedZones: Record<"elb" | "rds" | "s3", Record<string, string>> = {
  elb: {
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
  },
  rds: {
    "eu-central-1": "Z1RLNUO7B9Q6NB",
    "eu-west-1": "Z29XKXDKYMONMX",
    "us-east-1": "Z2R2ITUGPM61AM",
    "us-east-2": "Z2XHWR1WZ565X2",
    "us-west-2": "Z1PVIF0B656C1W",
  },
  s3: {
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
  },
};

/** The hosted zone of a service's endpoints in a region; made up for regions that are not in the table. */
export function hostedZone(service: keyof typeof hostedZones, region: string): string {
  const known = hostedZones[service][region];
  if (known !== undefined) return known;
  return `Z${createHash("sha256").update(`${service} ${region}`).digest("hex").slice(0, 13).toUpperCase()}`;
}

/** The hosted zone of every CloudFront distribution. */
export const cloudFrontHostedZone = "Z2FDTNDATAQYW2";

/** A region as it is shortened in ElastiCache's host names: `use1`. */
export function shortRegion(region: string): string {
  const parts = region.split("-");
  const directions: Record<string, string> = {
    central: "c",
    east: "e",
    north: "n",
    northeast: "ne",
    northwest: "nw",
    south: "s",
    southeast: "se",
    southwest: "sw",
    west: "w",
  };
  const direction = parts.slice(1, -1).map((part) => directions[part] ?? part);
  return [parts[0], ...direction, parts.at(-1)].join("");
}

/** The availability zones of a region that the account may use. */
export function zonesOf(region: string): { name: string; id: string }[] {
  const letters = region === "us-east-1" ? ["a", "b", "c", "d", "e", "f"] : ["a", "b", "c"];
  // In a real account, zone a need not be az1; here it is.
  return letters.map((letter, i) => ({
    name: `${region}${letter}`,
    id: `${shortRegion(region)}-az${i + 1}`,
  }));
}
