/** What the deploy targets of an environment say besides its tasks and images, as DjangoApp names things. */
export function deployTargetsOf(app: string) {
  return {
    version: 1,
    app,
    region: "us-east-1",
    url: `https://${app}.example.com`,
    cluster: `${app}-cluster`,
    releaseTable: `${app}-releases`,
    network: {
      subnets: ["subnet-1"],
      securityGroups: ["sg-1"],
      assignPublicIp: false,
      capacityProvider: "FARGATE",
    },
  };
}
