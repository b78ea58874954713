import { provider } from "@pulumi/pulumi";
import { awsxProvider } from "../awsx/provider.ts";
import { stopWithEngine } from "../shared/stopWithEngine.ts";

stopWithEngine();
await provider.main(awsxProvider, process.argv.slice(2));
