import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (name: string) => fileURLToPath(new URL(`../../../${name}/README.md`, import.meta.url));

/** The Python of a package's README, a block each. */
function pythonOf(text: string): string[] {
  return [...text.matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
}

/** The blocks of django-ecs-kit's README by the file that their first line names. */
export function kitSteps(): Map<string, string> {
  const blocks = pythonOf(readFileSync(file("django-ecs-kit"), "utf8")).map((block): [string, string] => {
    const [, path] = /^# (\S+\.py)\n/.exec(block) ?? [];
    if (path === undefined) throw new Error(`a block of the README names no file:\n${block}`);
    return [path, block];
  });
  return new Map(blocks);
}

/** What pulumi-aws-django's README says to do by hand, without the kit: the settings and the middleware. */
export function handSteps(): { settings: string; middleware: string } {
  const text = readFileSync(file("pulumi-aws-django"), "utf8");
  const section = (heading: string) => {
    const found = text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`));
    const [block, ...others] = pythonOf(found ?? "");
    if (block === undefined || others.length > 0) throw new Error(`"${heading}" has not one block of Python`);
    return block;
  };
  return { settings: section("The environment of the containers"), middleware: section("Health checks") };
}
