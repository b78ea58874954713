// The entry of the command line.
import { start } from "../terminal/src/node.js";

await start(() => import("./src/bin.ts"));
