// @ts-expect-error: plain JavaScript without types, for a Node.js that reads nothing else.
import { oldNode } from "@ublog/terminal/node";
import { ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";
import { versionIn } from "../versions.ts";

/** Pulumi starts the `node` on PATH, which may be another than the one that runs this. */
export const node: Question = {
  id: "node",
  asks: "Is the Node.js that Pulumi would start new enough (22.18 or later)?",
  needs: [],
  async ask({ port }) {
    const ran = await port.run("node", ["--version"]);
    const version = ran && versionIn(ran.stdout);
    const remedy = {
      fix: "Install the current one (https://nodejs.org/en/download), or put the one of this checkout in front.",
      commands: ['export PATH="$PWD/node_modules/node/bin:$PATH"'],
    };
    if (version === undefined)
      return problem({
        found: "There is no Node.js on PATH.",
        why: "Pulumi runs the programs of the stacks with it: `pulumi up` would stop at once.",
        ...remedy,
      });
    if (oldNode(version) !== undefined)
      return problem({
        found: `The Node.js on PATH is ${version}, and 22.18 or later is needed.`,
        why: "Pulumi runs the programs of the stacks with it: `pulumi up` would stop at once.",
        ...remedy,
      });
    return ok(`Node.js ${version}`);
  },
};
