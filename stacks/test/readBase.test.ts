import { expect, it } from "vitest";
import { checkContract } from "../readBase.ts";

const up = "pulumi up --stack base";

const contract = {
  version: 2,
  name: "base",
  region: "us-east-1",
  accountId: "123456789012",
  scheme: "https",
  domainName: "example.com",
  network: {
    vpcId: "vpc-1",
    taskSubnetIds: ["subnet-1"],
    assignPublicIp: false,
    taskSecurityGroupId: "sg-1",
  },
  loadBalancer: {
    arn: "arn:lb",
    arnSuffix: "app/base/1",
    dnsName: "base.elb.amazonaws.com",
    zoneId: "Z35SXDOTRQ7X7K",
    listenerArn: "arn:listener",
    idleTimeout: 65,
    ipv6: false,
  },
  database: { instanceIdentifier: "base", host: "h", port: 5432, secretArn: "arn:secret", secretName: "s" },
  cache: { replicationGroupId: "base", host: "h", port: 6379, secretArn: "arn:secret" },
  assets: { bucketName: "b", bucketArn: "arn:b" },
};

function refusal(value: unknown): string {
  try {
    checkContract("base", value, up);
  } catch (error) {
    expect(error).toMatchObject({ __pulumiRunError: true });
    return (error as Error).message;
  }
  throw new Error("the contract was taken");
}

it("takes a whole contract as it is", () => {
  expect(checkContract("base", contract, up)).toBe(contract);
});

it("takes a contract that a later release has added to, and one from before its load balancer said its ports", () => {
  const later = {
    ...contract,
    waf: { arn: "arn:waf" },
    loadBalancer: { ...contract.loadBalancer, targetPorts: [8000, 3000], http3: true },
  };
  expect(checkContract("base", later, up)).toBe(later);
});

it("says that a stack without a contract isn't up", () => {
  expect(refusal(undefined)).toBe(
    'ublog:base: the stack "base" has no output "contract": it is not up yet, or it is not a base stack. Bring it up first: pulumi up --stack base',
  );
});

it("says how to get from an older contract to this version", () => {
  expect(refusal({ ...contract, version: 0 })).toBe(
    'ublog:base: the contract of the stack "base" can\'t be used:\n  contract.version: is 0, and this release of pulumi-aws-django reads version 2. Bring the base up with this checkout: pulumi up --stack base',
  );
});

it("says that this checkout is too old for a newer contract", () => {
  expect(refusal({ ...contract, version: 3 })).toBe(
    'ublog:base: the contract of the stack "base" can\'t be used:\n  contract.version: is 3, and this release of pulumi-aws-django reads version 2. Use the release that the base was made with.',
  );
});

it("names what an incomplete contract lacks", () => {
  const { cache: _, ...rest } = contract;
  expect(refusal({ ...rest, database: { ...contract.database, port: "5432" } })).toBe(
    [
      'ublog:base: the contract of the stack "base" can\'t be used:',
      '  contract.database.port: is "5432", not a number. Bring the base up with this checkout: pulumi up --stack base',
      "  contract.cache: is missing. Bring the base up with this checkout: pulumi up --stack base",
    ].join("\n"),
  );
});
