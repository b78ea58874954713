import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Finding, few, NotAsked, ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";

/** The providers that the programs use. */
const PROVIDERS = ["aws", "awsx", "random"];
/** The folders in which a package manager puts them. */
const PLACES = ["stacks", "packages/pulumi-aws-django", "."];

export const plugins: Question = {
  id: "plugins",
  asks: "Are Pulumi's providers of the versions that this checkout names?",
  needs: ["project"],
  async ask({ port, standIn, project }) {
    if (standIn) throw new NotAsked("the stand-in brings its own");
    const { folder } = await project();
    const wanted = catalogOf(folder);
    const installed = PROVIDERS.map((name) => ({
      name,
      wanted: wanted[`@pulumi/${name}`] ?? "",
      found: installedVersion(folder, name),
    }));
    const wrong = installed.filter(({ wanted, found }) => wanted !== found);
    if (wrong.length > 0)
      return problem({
        found: `Installed are ${wrong.map(({ name, found, wanted }) => `@pulumi/${name} ${found ?? "(none)"} instead of ${wanted}`).join(", ")}.`,
        why: "A provider of another version may plan changes that nobody has tried, or stop `up` at once.",
        fix: "Install what the checkout names.",
        commands: ["npx -y pnpm@12 install"],
      });
    const ran = await port.run("pulumi", ["plugin", "ls", "--json"]);
    if (ran?.code !== 0) throw new NotAsked("Pulumi can't list its plugins");
    return downloads(installed, JSON.parse(ran.stdout), port.env);
  },
};

/** Plugins are programs of hundreds of megabytes: Pulumi loads those that it hasn't got when an `up` begins. */
function downloads(
  providers: readonly { name: string; wanted: string }[],
  there: readonly { name: string; version?: string }[],
  env: NodeJS.ProcessEnv,
): Finding {
  const missing = providers.filter(
    ({ name, wanted }) => !there.some((plugin) => plugin.name === name && plugin.version === wanted),
  );
  const all = providers.map(({ name, wanted }) => `${name} ${wanted}`).join(", ");
  if (missing.length === 0) return ok(all);
  if (!["1", "true"].includes(env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION ?? ""))
    return ok(`${all}; the first \`up\` downloads ${few(missing.length, "of them", "of them")}`);
  return problem({
    found: `The plugins ${missing.map(({ name, wanted }) => `${name} ${wanted}`).join(", ")} aren't there, and PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION keeps Pulumi from loading them.`,
    why: "`up` would stop at once.",
    fix: "Load them yourself, or unset the variable.",
    commands: missing.map(({ name, wanted }) => `pulumi plugin install resource ${name} ${wanted}`),
  });
}

function catalogOf(folder: string): Record<string, string> {
  try {
    return parse(readFileSync(join(folder, "pnpm-workspace.yaml"), "utf8")).catalog ?? {};
  } catch {
    throw new NotAsked("this project has no catalog of versions (pnpm-workspace.yaml)");
  }
}

function installedVersion(folder: string, name: string): string | undefined {
  for (const place of PLACES) {
    try {
      const file = join(folder, place, "node_modules/@pulumi", name, "package.json");
      return JSON.parse(readFileSync(file, "utf8")).version;
    } catch {
      // Not here.
    }
  }
  return undefined;
}
