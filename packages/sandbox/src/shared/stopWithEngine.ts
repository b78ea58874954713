/** Ends this plugin when the engine that started it is gone, even if it was killed. */
export function stopWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(0);
  }, 1000).unref();
  // The engine reads this process's standard output as long as it lives.
  process.stdout.on("error", () => process.exit(0));
}
