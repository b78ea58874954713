import type { SyntaxNode } from "@lezer/common";
import { evaluateModule } from "../python/evaluate.ts";
import { evaluate } from "../python/expressions.ts";
import { argumentsOf, dottedName, partsOf, type Source, textOf } from "../python/syntax.ts";
import type { PyValue } from "../python/values.ts";
import type { ProjectModules } from "./modules.ts";

/** The paths at the top of the project's URLs. */
export interface Urls {
  /** First parts of paths: `admin`, `api`. */
  first: readonly string[];
  /** Those of them that stand for themselves, without a slash behind them. */
  bare: readonly string[];
  /** Whether something answers at the top itself, or at paths that begin with a variable. */
  hasRoot: boolean;
}

/** Reads the module that ROOT_URLCONF names; undefined where it can't be read. */
export function urlsOf(modules: ProjectModules, rootUrlconf: string): Urls | undefined {
  const module = modules.find(rootUrlconf);
  if (module === undefined) return undefined;
  const scope = evaluateModule(modules, rootUrlconf);
  const around = {
    source: module.source,
    lookUp: (name: string) => scope.values.get(name),
    reads: (_: string, otherwise: PyValue | undefined) => otherwise,
  };
  const first = new Set<string>();
  const bare = new Set<string>();
  let hasRoot = false;
  for (const call of topCalls(module.source)) {
    const [called = null, list = null] = partsOf(call);
    const name = dottedName(module.source, called)?.split(".").at(-1);
    if (name === undefined || !/^(path|re_path|url)$/.test(name)) continue;
    const [pattern] = argumentsOf(module.source, list).positional;
    const text = evaluate(pattern, around);
    if (typeof text !== "string") continue;
    const [part = ""] = text.replace(/^\^/, "").replace(/\$$/, "").replace(/^\//, "").split("/");
    if (part === "" || /[<>()[\]\\^$*+?|.]/.test(part)) hasRoot = true;
    else {
      first.add(part);
      if (text.replace(/^\^?\/?/, "") === part) bare.add(part);
    }
  }
  return { first: [...first], bare: [...bare], hasRoot };
}

/** Calls of `path` that aren't within another one: what is in an `include([...])` has the path of that in front. */
function topCalls(source: Source): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const walk = (node: SyntaxNode): void => {
    if (node.name === "FunctionDefinition" || node.name === "ClassDefinition") return;
    // What is there while DEBUG is on isn't there in production.
    if (node.name === "IfStatement" && /^if\s+settings\.DEBUG\b|^if\s+DEBUG\b/.test(textOf(source, node)))
      return;
    if (node.name === "CallExpression") {
      const [called = null] = partsOf(node);
      if (/(^|\.)(path|re_path|url)$/.test(dottedName(source, called) ?? "")) {
        found.push(node);
        return;
      }
    }
    for (const part of partsOf(node)) walk(part);
  };
  walk(source.root);
  return found;
}
