import { UsageError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import { widthOf } from "@ublog/terminal/table";
import { help } from "./help.ts";
import { GROUPS, TOOLS, type Verb } from "./verbs.ts";

/** The command line: hands its arguments to the verb that they begin with, and answers with its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [word = "help", ...rest] = args;
  if (word === "help" && rest.length > 0) return main([...rest, "--help"]);
  if (["help", "--help", "-h"].includes(word)) {
    console.log(help(GROUPS, widthOf(process.stdout, process.env)));
    return 0;
  }
  return verbCalled(word).run(rest);
}

function verbCalled(word: string): Verb {
  const verbs = GROUPS.flatMap((group) => group.verbs);
  const found = verbs.find(({ name }) => name === word);
  if (found !== undefined) return found;
  throw new UsageError(
    `${JSON.stringify(word)} is not a verb of ublog. ${remedy(word, verbs)} \`ublog --help\` lists them all.`,
  );
}

function remedy(word: string, verbs: readonly Verb[]): string {
  if (word.startsWith("-")) return "The verb comes first, such as `ublog status --stack alpha`.";
  if (TOOLS.includes(word))
    return `Its verbs are verbs of ublog: leave the word out, as in \`ublog status --stack alpha\`.`;
  if (word === "pulumi")
    return "Pulumi's commands are Pulumi's own, such as `pulumi up --stack base`; on the stand-in for AWS `ublog sandbox pulumi up --stack base`.";
  const near = nearest(
    word,
    verbs.map(({ name }) => name),
  );
  return near === undefined ? "Write for example `ublog status --stack alpha`." : `Did you mean ${near}?`;
}
