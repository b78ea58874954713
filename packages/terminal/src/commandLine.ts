import { Command, CommanderError } from "commander";

/** The verbs of a command line, each with what it does. */
export type Verbs = Readonly<Record<string, string>>;

export interface CommandLine<Name extends string> {
  program: Command;
  /** Declares a verb; its arguments and options are added to what this gives. */
  verb(name: Name): Command;
  /** What a verb does, for its `action`: the exit code is the number that `story` gives, 0 if it gives none. */
  ends<P extends unknown[]>(story: (...parameters: P) => unknown): (...parameters: P) => Promise<void>;
  /** Follows the arguments and gives the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** A command line of verbs; `wrong` is its exit code for arguments that make no sense. */
export function commandLine<V extends Verbs>(
  name: string,
  verbs: V,
  wrong: number,
): CommandLine<keyof V & string> {
  let code = 0;
  const program = new Command(name).exitOverride().showHelpAfterError("(--help shows what there is)");
  return {
    program,
    verb: (verb) => program.command(verb).description(verbs[verb] ?? ""),
    ends:
      (story) =>
      async (...parameters) => {
        const given = await story(...parameters);
        code = typeof given === "number" ? given : 0;
      },
    async run(args) {
      try {
        await program.parseAsync(args, { from: "user" });
        return code;
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        return error.exitCode === 0 ? 0 : wrong;
      }
    },
  };
}
