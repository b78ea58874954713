import type { Scope } from "./scope.ts";
import { isDict, type PyDict, type PyValue } from "./values.ts";

/** What a method changes of the value that it is called on: `INSTALLED_APPS.append("debug_toolbar")`. */
export function applyMethod(
  method: string,
  of: PyValue,
  args: readonly PyValue[],
  named: PyDict,
  { scope, object }: { scope: Scope; object: string | undefined },
): void {
  const [first, second] = args;
  switch (method) {
    case "append":
      if (Array.isArray(of) && first !== undefined) of.push(first);
      return;
    case "extend":
      if (Array.isArray(of) && Array.isArray(first)) of.push(...first);
      return;
    case "insert":
      if (Array.isArray(of) && second !== undefined)
        of.splice(typeof first === "number" ? first : 0, 0, second);
      return;
    case "remove":
      if (Array.isArray(of) && of.includes(first ?? null)) of.splice(of.indexOf(first ?? null), 1);
      return;
    case "update": {
      const more = { ...(isDict(first) ? first : {}), ...named };
      if (isDict(of)) Object.assign(of, more);
      // `app.conf.update(task_routes={…})`
      else if (object?.endsWith(".conf") === true)
        for (const [key, value] of Object.entries(more)) scope.values.set(`${object}.${key}`, value);
    }
  }
}
