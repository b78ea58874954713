import type { Duplex } from "node:stream";

/** Sends what either stream receives to the other. One that breaks or ends takes the other along; `open` has both until then. */
export function join(outside: Duplex, inside: Duplex, open: Set<Duplex>): void {
  for (const [from, to] of [
    [outside, inside],
    [inside, outside],
  ] as const) {
    open.add(from);
    from.pipe(to);
    from.once("error", () => to.destroy());
    from.once("close", () => {
      open.delete(from);
      to.destroy();
    });
  }
}
