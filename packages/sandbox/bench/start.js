// The entry of the benchmark.
import { start } from "../../terminal/src/node.js";

await start(() => import("./bench.ts"));
