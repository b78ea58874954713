import { expect, test, vi } from "vitest";
import { onStop, STOP_SIGNALS } from "../src/signals.ts";

test.each(STOP_SIGNALS)("%s calls back until nobody wants it any more", (signal) => {
  const callback = vi.fn();
  const former = process.listenerCount(signal);
  const end = onStop(callback);
  process.emit(signal);
  expect(callback).toHaveBeenCalledTimes(1);
  end();
  expect(process.listenerCount(signal)).toBe(former);
});
