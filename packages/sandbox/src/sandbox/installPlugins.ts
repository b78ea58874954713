import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A provider that the engine is to run in place of the published one, or a language host that it lacks. */
export interface Plugin {
  /** `resource` for a provider. Defaults to it. */
  kind?: "resource" | "language";
  /** The provider's or the language's name, such as `aws` or `yaml`. */
  name: string;
  /** The exact version that programs ask for. */
  version: string;
  /** Absolute path of the program that serves it: TypeScript for a provider, an executable for a language. */
  program: string;
  /** Arguments for the program before those from the engine. Defaults to none. */
  args?: string[];
}

const require = createRequire(import.meta.url);

/** The stand-ins of this package, in the versions of the installed npm packages. */
export function standIns(): Plugin[] {
  return ["aws", "awsx", "random"].map((name) => ({
    name,
    version: (require(`@pulumi/${name}/package.json`) as { version: string }).version,
    program: fileURLToPath(new URL(`../plugins/${name}.ts`, import.meta.url)),
  }));
}

/** Puts plugins where the engine looks for them, and removes others. */
export function installPlugins(pulumiHome: string, plugins: Plugin[]): void {
  const folder = join(pulumiHome, "plugins");
  mkdirSync(folder, { recursive: true });
  const names = plugins.map(({ kind = "resource", name, version }) => `${kind}-${name}-v${version}`);
  for (const present of readdirSync(folder)) {
    if (!names.some((name) => present.startsWith(name)))
      rmSync(join(folder, present), { recursive: true, force: true });
  }
  for (const { kind = "resource", name, version, program, args = [] } of plugins) {
    const home = join(folder, `${kind}-${name}-v${version}`);
    mkdirSync(home, { recursive: true });
    const file = join(home, `pulumi-${kind}-${name}`);
    const command = [...(kind === "resource" ? [process.execPath] : []), program, ...args];
    const script = `#!/bin/sh\nexec ${command.map(quote).join(" ")} "$@"\n`;
    if (read(file) === script) continue;
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  }
}

/** Text as one word of a shell command. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
