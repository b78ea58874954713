import { table, wrap } from "@ublog/terminal/table";
import type { UpdateTimeline } from "./timeline.ts";

/** The timelines as text for people. */
export function describeTimelines(
  timelines: readonly UpdateTimeline[],
  parallelism: number,
  width = 80,
): string {
  const all = timelines.map(({ update, seconds, from, to }) => [
    update,
    minutes(seconds),
    `${minutes(from)} to ${minutes(to)}`,
  ]);
  return [
    "",
    table(["update", "minutes", "as sources differ"], all, { width }),
    "",
    ...wrap(
      "A durable base refuses to be destroyed: it is made disposable first, and leaves no final snapshots then.",
      width,
    ),
    ...wrap(
      `With ${parallelism} resources at a time (the engine takes four a processor: --parallel), and without the preview before it.`,
      width,
    ),
    ...timelines.flatMap((timeline) => ["", describeTimeline(timeline, width)]),
  ].join("\n");
}

function describeTimeline(
  { update, path, beside, seconds, withoutBatches }: UpdateTimeline,
  width: number,
): string {
  const isDestroy = withoutBatches !== undefined;
  const rows = path.map(({ start, end, resource, because }) => [
    clock(start),
    clock(end),
    clock(end - start),
    resource,
    because,
  ]);
  return [
    `What decides how long \`${update}\` takes:`,
    table(["start", "end", "takes", "resource", isDestroy ? "not earlier because" : "waited for"], rows, {
      width,
    }),
    ...(beside.length === 0
      ? []
      : wrap(
          `Beside it, with time to spare: ${beside.map((item) => `${item.resource} ${clock(item.end - item.start)} (${clock(item.slack)} to spare)`).join(", ")}.`,
          width,
        )),
    ...(isDestroy && withoutBatches < seconds
      ? wrap(
          `The engine deletes in batches, each after the whole of the one before it; in the order of the dependencies alone it would be ${minutes(withoutBatches)} minutes.`,
          width,
        )
      : []),
  ].join("\n");
}

function minutes(seconds: number): string {
  return (seconds / 60).toFixed(1);
}

/** Minutes and seconds: `7:05`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
