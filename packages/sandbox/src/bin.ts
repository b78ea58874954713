import { runProgram } from "@ublog/app-update/src/terminal/program.ts";
import { main } from "./cli.ts";

await runProgram(main);
