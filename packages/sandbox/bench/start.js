// The entry of the benchmark.
import { start } from "../../app-update/src/terminal/node.js";

await start(() => import("./bench.ts"));
