// Plain JavaScript, for the entries of all programs: a Node.js that can't read TypeScript can still say so.
import module from "node:module";

/** The oldest Node.js of each line that reads TypeScript by itself. */
const NEEDED = [
  [22, 18],
  [23, 6],
];

/** Where somebody who works in this repository gets a newer one. */
const REMEDY =
  "`npx -y pnpm@12 install` brings one along; start the command with `npx -y pnpm@12` to use it.";

/**
 * The message for a Node.js that is too old; undefined for one that is new enough.
 *
 * @param {string} version such as `22.18.0`
 * @param {string} [remedy] where to get a newer one
 * @returns {string | undefined}
 */
export function oldNode(version, remedy = REMEDY) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldest = [0, 0], next = [0, 0]] = NEEDED;
  const line = major === next[0] ? next : oldest;
  if (major > line[0] || (major === line[0] && minor >= line[1])) return undefined;
  return `Node.js ${version} is too old, ${line.join(".")} or newer is needed. ${remedy}`;
}

/**
 * Starts a program, unless this Node.js is too old for it. What Node makes of its modules is kept in a folder of the system for
 * temporary files (NODE_COMPILE_CACHE names another): the next start takes a third of the time.
 *
 * @param {() => Promise<unknown>} load imports the program
 * @param {string} [remedy] where to get a newer one
 */
export async function start(load, remedy) {
  const problem = oldNode(process.versions.node, remedy);
  if (problem === undefined) {
    module.enableCompileCache?.();
    await load();
    return;
  }
  console.error(problem);
  process.exitCode = 1;
}
