import { readFileSync } from "node:fs";

/** A page of documentation whose commands and programs tests run exactly as written. */
export interface Guide {
  /** The commands of a section, in their order: what is indented, or in a block of the language `sh`. */
  commands(heading: string): string[];
  /** The only program of that language in a section. */
  program(heading: string, language: string): string;
}

export function readGuide(file: string | URL): Guide {
  const sections = readFileSync(file, "utf8").split(/^(?=## )/m);
  const section = (heading: string) => {
    const found = sections.find((text) => text.startsWith(`## ${heading}\n`));
    if (found === undefined) throw new Error(`There is no section "${heading}" in ${file}.`);
    return found;
  };
  const fenced = (heading: string, language: string) =>
    [...section(heading).matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
      ([, text = ""]) => text,
    );
  return {
    commands(heading) {
      const prose = section(heading).replaceAll(/^```[\s\S]*?^```$/gm, "");
      const indented = [...prose.matchAll(/(?:^ {4}.*\n)+/gm)].map(([text]) =>
        text.replaceAll(/^ {4}/gm, ""),
      );
      return [...indented, ...fenced(heading, "sh")].flatMap(commandsIn);
    },
    program(heading, language) {
      const [only, ...others] = fenced(heading, language);
      if (only === undefined || others.length > 0)
        throw new Error(`"${heading}" has ${others.length + (only === undefined ? 0 : 1)} programs.`);
      return only;
    },
  };
}

/** One command a line, but for loops and lines that go on. Comments are left out. */
function commandsIn(text: string): string[] {
  return text
    .replaceAll(/ *\\\n\s*/g, " ")
    .replaceAll(/^for [\s\S]*?^done$/gm, (loop) => loop.replaceAll(/\n\s*/g, " "))
    .split("\n")
    .map((line) => line.replace(/ +#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** A command cut into its words, as a shell would do it: quotes hold words together. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
}
