import type { Answers } from "../settle/answers.ts";
import { type Entry, linesOf } from "./entries.ts";

/** The config of the base stack, with every value that people decide. `project` is the Pulumi project, whose settings these are. */
export function baseFile(project: string, { stack, region, domain }: Answers): string {
  const own = (key: string) => `${project}:${key}`;
  const entries: Entry[] = [
    { key: "aws:region", value: region.value, note: change(region.isPlaceholder, "the AWS region") },
    {
      key: own("program"),
      value: "base",
      comment: ["Tags for everything that is made:", "aws:defaultTags: { tags: { Owner: web } }"],
    },
    ...(domain === "trial" ? trial(own, stack) : withDomain(own, domain)),
    {
      key: own("network"),
      apart: true,
      value: [
        {
          key: "nat",
          value: "single",
          note: "37 USD with its address. `none`: tasks get public addresses (3.65 USD each) behind closed security groups",
        },
      ],
    },
    {
      key: own("database"),
      apart: true,
      value: [
        { key: "instanceClass", value: "db.t4g.micro", note: "12 USD" },
        {
          key: "allocatedStorageGiB",
          value: 20,
          note: "2 USD; grows by itself up to maxAllocatedStorageGiB",
        },
        { key: "multiAz", value: false, note: "true: survives the failure of a zone, for twice the price" },
      ],
    },
    {
      key: own("cache"),
      apart: true,
      value: [
        { key: "nodeType", value: "cache.t4g.micro", note: "9 USD" },
        { key: "replicas", value: 0, note: "1: survives the failure of a zone, for twice the price" },
      ],
    },
  ];
  return [
    "# The base stack: what all environments share. Each setting is an argument of DjangoBase; what isn't here has its default.",
    "# Values marked CHANGE are yours to fill in; everything else can stay. Prices are those of us-east-1, a month.",
    "config:",
    ...linesOf(entries, "  "),
    "",
  ].join("\n");
}

/** A note that says whether somebody has to change the value. */
export const change = (isPlaceholder: boolean, what: string): string | undefined =>
  isPlaceholder ? `CHANGE: ${what}` : undefined;

function withDomain(
  own: (key: string) => string,
  { name, zoneId }: Exclude<Answers["domain"], "trial">,
): Entry[] {
  return [
    {
      key: own("domainName"),
      apart: true,
      value: name.value,
      note:
        change(
          name.isPlaceholder,
          "environments answer at its direct subdomains, such as alpha.example.com",
        ) ?? `environments answer at its direct subdomains, such as alpha.${name.value}`,
    },
    {
      key: own("zoneId"),
      value: zoneId.value,
      note:
        change(
          zoneId.isPlaceholder,
          "the Route 53 zone of that domain, for the certificate and DNS records",
        ) ?? "the Route 53 zone of that domain, for the certificate and DNS records",
    },
    {
      key: own("durability"),
      apart: true,
      comment: [
        "What happens to data when something is deleted. With `disposable`, a destroy takes everything with it.",
      ],
      value: "durable",
    },
  ];
}

function trial(own: (key: string) => string, stack: string): Entry[] {
  return [
    {
      key: own("trial"),
      apart: true,
      comment: [
        "A trial without a domain: HTTP on the load balancer's own name, for one environment. For a domain write `domainName` and",
        "`zoneId` (or `certificateArn`) in its place.",
      ],
      value: { app: stack },
    },
    {
      key: own("durability"),
      apart: true,
      comment: [
        "What happens to data when something is deleted. A trial is `disposable`: a destroy takes everything with it.",
      ],
      value: "disposable",
    },
  ];
}
