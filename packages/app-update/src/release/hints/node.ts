import type { LogRule } from "./logRule.ts";
import { settingOf } from "./subject.ts";

/** Node.js and Nuxt. */
export const NODE: LogRule[] = [
  {
    pattern: /Error: Cannot find module '([^']+\.output\/server\/index\.mjs)'/,
    hint: ([, file], { subject }) =>
      `The image has no ${file}: run \`nuxt build\` in its Dockerfile, copy .output, and set WORKDIR to where it is, or ${settingOf(subject, "command")} to what starts it.`,
  },
  {
    pattern: /Error: Cannot find module '(\/[^']+)'/,
    hint: ([, file], { subject }) =>
      `The image has no ${file}: check its WORKDIR, what the Dockerfile copies, and ${settingOf(subject, "command")}.`,
  },
  {
    pattern: /(?:Cannot find package|Error: Cannot find module) '([^']+)'/,
    hint: ([, name]) => `The image lacks the npm package \`${name}\`.`,
  },
  {
    pattern: /JavaScript heap out of memory/,
    hint: (_, { subject }) =>
      `Node.js ran out of memory: raise ${settingOf(subject, "memoryMiB")}, or --max-old-space-size where that is set.`,
  },
  {
    pattern: /listen EADDRINUSE/,
    hint: "Two processes of the container want the same port.",
  },
];
