// What Pulumi runs, so that a Node.js that can't read TypeScript gets a one-line error.
import { RunError } from "@pulumi/pulumi";
import { oldNode } from "../packages/terminal/src/node.js";

const problem = oldNode(process.versions.node);
if (problem !== undefined) throw new RunError(problem);

export default (await import("./index.ts")).default;
