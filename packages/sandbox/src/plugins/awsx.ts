import { provider } from "@pulumi/pulumi";
import { awsxProvider } from "../awsx/provider.ts";

await provider.main(awsxProvider, process.argv.slice(2));
