import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// The stack counts as a resource too.
for (let index = 1; index < new pulumi.Config().requireNumber("count"); index++) {
  new aws.sns.Topic(`topic-${index}`, {
    name: `topic-${index}`,
    displayName: `Topic ${index}`,
    tags: { Name: `topic-${index}`, Purpose: "benchmark" },
  });
}
