// What Pulumi runs when it is given this folder as a plugin. It is JavaScript, so that Node itself strips the types of everything
// else, and not the older compiler that Pulumi brings along for a TypeScript entry. The published package has dist/plugin.js instead.
import { start } from "../terminal/src/node.js";

// Not awaited: Pulumi's own host loads this with `require`, which can't load a module with a top-level await.
start(() => import("./src/plugin.ts"));
