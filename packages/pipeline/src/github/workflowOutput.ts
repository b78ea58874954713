import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { painter, type Style } from "@ublog/terminal/paint";

/** What GitHub Actions passes to a step through its environment. On a laptop most of it is missing. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives a value to later steps and jobs; on a laptop it is printed. */
export function setOutput(env: Environment, name: string, value: string): void {
  if (!env.GITHUB_OUTPUT) {
    console.log(`${name}=${value}`);
    return;
  }
  const end = `end-${randomUUID()}`;
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}

/** Adds to the page of the run; on a laptop it is printed. */
export function addSummary(env: Environment, markdown: string): void {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, `${markdown}\n\n`);
  else console.log(markdown);
}

/** Reports an error where people will look: on the run's page, or in the terminal. */
export function showError(env: Environment, message: string): void {
  tell(env, "error", "red", message);
}

/** Reports something that a person should see before going on: on the run's page, or in the terminal. */
export function showWarning(env: Environment, message: string): void {
  tell(env, "warning", "yellow", message);
}

function tell(env: Environment, kind: "error" | "warning", colour: Style, message: string): void {
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const paint = painter(process.stderr, env);
  console.error(
    env.GITHUB_ACTIONS === "true" ? `::${kind}::${escaped}` : `${paint(colour, `${kind}:`)} ${message}`,
  );
}
