import { provider } from "@pulumi/pulumi";
import { awsxProvider } from "@ublog/aws-model/src/awsx/provider.ts";
import { stopWithEngine } from "../shared/stopWithEngine.ts";

stopWithEngine();
const started = provider.main(awsxProvider, process.argv.slice(2));
// It has the SDK look up the frames of every stack in source maps, which takes most of the time of this process.
Reflect.deleteProperty(Error, "prepareStackTrace");
await started;
