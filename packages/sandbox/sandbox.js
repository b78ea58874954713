// The entry of the command line.
import { start } from "../app-update/src/terminal/node.js";

await start(() => import("./src/bin.ts"));
