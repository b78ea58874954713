import { runProgram } from "@ublog/terminal/program";
import { main } from "./cli.ts";
import { EXIT } from "./outcome.ts";

// What an error outside of a command leaves behind nobody knows: a person has to look.
await runProgram(main, () => EXIT.unresolved);
