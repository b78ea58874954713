import { main } from "./cli.ts";
import { EXIT } from "./outcome.ts";
import { runProgram } from "./terminal/program.ts";

// What an error outside of a command leaves behind nobody knows: a person has to look.
await runProgram(main, EXIT.unresolved);
