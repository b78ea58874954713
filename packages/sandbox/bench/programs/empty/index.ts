import * as aws from "@pulumi/aws";

// The provider starts with the first thing that it is asked.
await aws.getRegion();
