import { runProgram } from "@ublog/terminal/program";
import { main } from "./cli.ts";

await runProgram(main);
