import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { configIn, stackFiles } from "@ublog/pipeline/src/stackFiles.ts";
import { nearest } from "@ublog/terminal/nearest";

/** What the config file of an app stack says, as far as images go. */
export interface StackSettings {
  file: string;
  /** The AWS region, where the file says it. */
  region: string | undefined;
  /** The settings of the program, `ublog:architecture` as `architecture`. */
  settings: Readonly<Record<string, unknown>>;
}

/** The settings of an app stack. Throws a Refusal that says which there are where it is none. */
export function stackSettings(project: string, name: string, stack: string): StackSettings {
  const files = stackFiles(project);
  const apps = files.filter(({ program }) => program === "app").map((file) => file.stack);
  const found = files.find((file) => file.stack === stack);
  const such =
    apps.length === 0 ? "There is no app stack yet: `ublog init` writes one." : `Write --stack ${apps[0]}.`;
  if (found === undefined) {
    const meant = nearest(stack, apps);
    throw new Refusal([
      `There is no Pulumi.${stack}.yaml in ${project}. ${meant === undefined ? such : `Did you mean --stack ${meant}?`}`,
    ]);
  }
  if (found.program !== "app")
    throw new Refusal([
      `${stack} isn't an app stack (${name}:program is ${found.program ?? "missing"}): only those run images. ${such}`,
    ]);
  const config = configIn(project, found.file);
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${name}:`));
  return {
    file: found.file,
    region: regionOfStack(project, stack),
    settings: Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value])),
  };
}

/** The region that the file of a stack says; undefined where it says none, or can't be read: others say why. */
export function regionOfStack(project: string, stack: string): string | undefined {
  try {
    const region = configIn(project, `Pulumi.${stack}.yaml`)["aws:region"];
    return typeof region === "string" ? region : undefined;
  } catch {
    return undefined;
  }
}
