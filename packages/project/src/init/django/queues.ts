import type { Tree } from "../tree.ts";

/** Queues that tasks name in code: `@shared_task(queue="mail")`, `apply_async(queue=queue("mail"))`. */
export function queuesInCode(
  tree: Tree,
  folder: string,
): { names: string[]; bare: { queue: string; file: string }[] } {
  const names = new Set<string>();
  const bare: { queue: string; file: string }[] = [];
  const below = folder === "." ? "" : `${folder}/`;
  for (const file of tree.files) {
    if (!file.endsWith(".py") || !file.startsWith(below) || /(^|\/)tests?[/_]|(^|\/)test_/.test(file))
      continue;
    const text = tree.read(file) ?? "";
    if (!/shared_task|\.task\(|apply_async|from celery/.test(text)) continue;
    for (const [, wrapped, queue = ""] of text.matchAll(/\bqueue\s*=\s*(queue\()?\s*["']([\w.-]+)["']/g)) {
      names.add(queue);
      if (wrapped === undefined && !bare.some((one) => one.queue === queue)) bare.push({ queue, file });
    }
  }
  return { names: [...names], bare };
}
