import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** How something went, at a glance. */
export type Mark = "✓" | "!" | "✗";

const COLOURS = { "✓": "green", "!": "yellow", "✗": "red" } as const;

/**
 * Colours text for a screen: only in a terminal that has colours, and unless NO_COLOR has a value (https://no-color.org). FORCE_COLOR
 * turns them on elsewhere.
 */
export function painter(screen: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const isForced = ![undefined, "", "0", "false"].includes(env.FORCE_COLOR);
  const hasColours = !env.NO_COLOR && (isForced || (screen.isTTY === true && env.TERM !== "dumb"));
  return (style, text) => (hasColours ? styleText(style, text, { validateStream: false }) : text);
}

/** A line that says how something went. */
export const marked = (paint: Paint, mark: Mark, text: string): string => {
  const [first = "", ...rest] = text.split("\n");
  return [paint(COLOURS[mark], `${mark} ${first}`), ...rest].join("\n");
};
