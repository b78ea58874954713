/** What asks a program to stop: Ctrl-C, a cancelled job, a terminal that is closed. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls back for each signal that asks this process to stop; gives a function that ends that. */
export function onStop(callback: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of STOP_SIGNALS) process.on(signal, callback);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, callback);
  };
}
