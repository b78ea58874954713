import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

// A provider starts with the first request.
await aws.getRegion();
new random.RandomId("start", { byteLength: 4 });

// The smallest resource that its plugin makes.
if (new pulumi.Config().requireBoolean("awsx")) {
  const awsx = await import("@pulumi/awsx");
  new awsx.ec2.Vpc("start", {
    numberOfAvailabilityZones: 1,
    subnetSpecs: [{ type: "Isolated" }],
    natGateways: { strategy: "None" },
  });
}
