import type { BaseContract } from "../../../src/index.ts";

const ACCOUNT = "111122223333";
const REGION = "us-east-1";

/** The contract of a base with a zone and nothing optional but the CDN. */
export const baseContract: BaseContract = {
  version: 2,
  name: "base",
  region: REGION,
  accountId: ACCOUNT,
  scheme: "https",
  domainName: "example.com",
  zoneId: "Z0123456789ABCDEFGHIJ",
  network: {
    vpcId: "vpc-1",
    taskSubnetIds: ["subnet-1", "subnet-2"],
    assignPublicIp: false,
    taskSecurityGroupId: "sg-tasks",
  },
  loadBalancer: {
    arn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/base/50dc6c495c0c9188`,
    arnSuffix: "app/base/50dc6c495c0c9188",
    dnsName: "base-1.us-east-1.elb.amazonaws.com",
    zoneId: "Z35SXDOTRQ7X7K",
    listenerArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:listener/app/base/50dc6c495c0c9188/f2f7dc8efc522ab2`,
    idleTimeout: 65,
    ipv6: false,
  },
  database: {
    instanceIdentifier: "base",
    host: "base.abcdefghijkl.us-east-1.rds.amazonaws.com",
    port: 5432,
    secretArn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:base-database-AbCdEf`,
    secretName: "base-database",
  },
  cache: {
    replicationGroupId: "base",
    host: "master.base.abcdef.use1.cache.amazonaws.com",
    port: 6379,
    secretArn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:base-cache-AbCdEf`,
  },
  assets: {
    bucketName: "base-assets",
    bucketArn: "arn:aws:s3:::base-assets",
    cdnHostName: "d111111abcdef8.cloudfront.net",
  },
};
