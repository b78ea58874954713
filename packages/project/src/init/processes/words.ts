/** A command of a shell line: its words, and the variables that are set in front of it. */
export interface ShellCommand {
  words: string[];
  variables: Record<string, string>;
}

/** The commands of a shell line in order, whatever joins them: `a && b; c | d`. References to variables stay as they are. */
export function shellCommands(line: string): ShellCommand[] {
  return splitLine(line).map((words) => {
    const variables: Record<string, string> = {};
    let rest = words;
    for (;;) {
      const [, name, value = ""] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(rest[0] ?? "") ?? [];
      if (name !== undefined) variables[name] = value;
      else if (rest[0] !== "env" && rest[0] !== "exec" && rest[0] !== "export") break;
      rest = rest.slice(1);
    }
    return { words: rest, variables };
  });
}

function splitLine(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quote: string | undefined;
  const end = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? "";
    if (quote === "'") {
      if (letter === "'") quote = undefined;
      else word += letter;
    } else if (letter === "\\") {
      const next = line[++i] ?? "";
      // A line that goes on in the next one.
      if (next !== "\n") word = (word ?? "") + (quote === '"' && !/["\\$`]/.test(next) ? `\\${next}` : next);
    } else if (quote === '"') {
      if (letter === '"') quote = undefined;
      else word += letter;
    } else if (letter === "'" || letter === '"') {
      quote = letter;
      word ??= "";
    } else if (letter === "$" && line[i + 1] === "{") {
      const close = line.indexOf("}", i);
      const whole = line.slice(i, close === -1 ? undefined : close + 1);
      word = (word ?? "") + whole;
      i += whole.length - 1;
    } else if (letter === "#" && word === undefined) {
      end();
      while (i < line.length && line[i] !== "\n") i++;
      commands.push([]);
    } else if (/[;&|\n]/.test(letter) && line[i - 1] !== ">") {
      end();
      commands.push([]);
    } else if (/\s/.test(letter)) end();
    else word = (word ?? "") + letter;
  }
  end();
  return commands.filter((words) => words.length > 0);
}

/** The value that a word has where the variable in it isn't set: `3` of `${WEB_CONCURRENCY:-3}`; undefined where there is none. */
export function withoutVariables(word: string): string | undefined {
  const plain = word.replace(/\$\{\w+:?-([^}]*)\}/g, "$1");
  return plain.includes("$") ? undefined : plain;
}

/** Options and other words behind a command, by their names without dashes. `flags` are those that take no value. */
export function optionsOf(
  words: readonly string[],
  names: Readonly<Record<string, string>>,
  flags: ReadonlySet<string> = new Set(),
): { options: Record<string, string>; others: string[] } {
  const options: Record<string, string> = {};
  const others: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const [, long, joined] = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const [, short, glued = ""] = long === undefined ? (/^(-[A-Za-z])([\s\S]*)$/.exec(word) ?? []) : [];
    const option = long ?? short;
    if (option === undefined) {
      if (word !== "--") others.push(word);
      continue;
    }
    const name = names[option] ?? option;
    if (flags.has(option)) options[name] = "";
    else if (joined !== undefined) options[name] = joined;
    else if (glued !== "") options[name] = glued.replace(/^=/, "");
    else if (words[i + 1] !== undefined && !/^-\D/.test(words[i + 1] ?? "")) options[name] = words[++i] ?? "";
    else options[name] = "";
  }
  return { options, others };
}

/** A number above 0 that an option has; undefined where it is a variable, or none. */
export const number = (word: string | undefined): number | undefined => {
  const plain = word === undefined ? undefined : withoutVariables(word);
  return plain !== undefined && /^\d+$/.test(plain) && Number(plain) > 0 ? Number(plain) : undefined;
};
