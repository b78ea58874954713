import type { Making, Recipe } from "../../descriptor/recipe.ts";

/** Most things of EC2 have an id with a prefix, an ARN under that id, and the account that owns them. */
export const withEc2Id = (prefix: string, kind: string, more?: Recipe["filled"]): Recipe => ({
  id: (making) => making.ec2Id(prefix),
  filled: (making) => ({
    arn: making.arn("ec2", `${kind}/${making.id}`),
    ownerId: making.account,
    ...more?.(making),
  }),
});

/** A recipe for what has an id and no ARN. */
export const withoutArn = (id: Recipe["id"], filled: Recipe["filled"] = () => ({})): Recipe => ({
  id,
  filled,
});

/** An address such as EC2 assigns. */
export const publicIp = (making: Making): string => `3.${octets(making, 3)}`;

/** A public address with its name. */
export const publicAddress = (ip: string, region: string) => ({
  publicDns: `ec2-${ip.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`,
  publicIp: ip,
});

/** An address of a VPC. */
export const privateIp = (making: Making): string => `10.0.${octets(making, 2)}`;

const octets = (making: Making, count: number): string =>
  [...Buffer.from(making.digits(2 * count), "hex")].join(".");
