import { runProgram } from "@ublog/terminal/program";
import { main } from "./cli.ts";
import { EXIT } from "./outcome.ts";

// Nobody knows what an error outside a command leaves behind: a person has to look.
await runProgram(main, () => EXIT.unresolved);
