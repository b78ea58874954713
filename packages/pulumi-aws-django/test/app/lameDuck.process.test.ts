import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { lameDuckCommand } from "../../src/app/plan/lameDuck.ts";

/** Says which signals it gets, SIGUSR2 as "serves", and ends with code 7 when it is asked to. */
const SERVER = `
  process.on("SIGUSR2", () => console.log("serves"));
  for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"])
    process.on(signal, () => { console.log("got " + signal); process.exitCode = 7; clearInterval(timer); });
  const timer = setInterval(() => {}, 1e6);
  console.log(process.pid);
`;

/** The shells of this machine: what images have as `sh`. */
const shells = [["dash"], ["busybox", "sh"], ["bash", "--posix"]].filter(
  ([name = ""]) => spawnSync(name, ["-c", ":"]).error === undefined,
);
const LONG = 3600;

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts a command as a container would, in one of the shells. */
async function start(shell: string[], seconds: number, command = [process.execPath, "-e", SERVER]) {
  const [, ...args] = lameDuckCommand(seconds, command) as string[];
  const [program = "", ...options] = shell;
  const child = spawn(program, [...options, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  const end = once(child, "exit");
  return { child, line: linesOf(child.stdout), told: linesOf(child.stderr), end };
}

function linesOf(stream: Readable): () => Promise<string | undefined> {
  const lines = createInterface(stream)[Symbol.asyncIterator]();
  return async () => (await lines.next()).value;
}

async function startServer(shell: string[], seconds: number) {
  const started = await start(shell, seconds);
  return { ...started, server: Number(await started.line()) };
}

test("there is a shell to try it in", () => {
  expect(shells.length).toBeGreaterThan(0);
});

describe.each(shells.map((shell) => [shell.join(" "), shell] as const))("in %s", (_, shell) => {
  test("the server goes on when the container is asked to stop, and a second signal reaches it at once", async () => {
    const { child, server, line, told, end } = await startServer(shell, LONG);
    child.kill("SIGTERM");
    expect(await told()).toBe("Asked to stop: goes on for 3600 s.");
    process.kill(server, "SIGUSR2");
    expect(await line()).toBe("serves");
    child.kill("SIGTERM");
    expect(await line()).toBe("got SIGTERM");
    expect(await end).toEqual([7, null]);
  });

  test.each(["SIGTERM", "SIGINT", "SIGQUIT"] as const)(
    "after the wait it gets %s, as the container did, and its exit code is the container's",
    async (signal) => {
      const { child, line, end } = await startServer(shell, 1);
      child.kill(signal);
      expect(await line()).toBe(`got ${signal}`);
      expect(await end).toEqual([7, null]);
    },
  );

  test("a server that dies meanwhile ends the container at once", async () => {
    const { child, server, told, end } = await startServer(shell, LONG);
    child.kill("SIGTERM");
    await told();
    process.kill(server, "SIGKILL");
    expect(await end).toEqual([137, null]);
  });

  test("a server that ends by itself ends the container, with its code", async () => {
    const { end } = await start(shell, LONG, ["sh", "-c", "exit 3"]);
    expect(await end).toEqual([3, null]);
  });

  test("its words reach it as they are", async () => {
    const words = ["a b", "", "$HOME", "'\"", "*", "\\n"];
    const { line, end } = await start(shell, LONG, [
      process.execPath,
      "-e",
      "console.log(JSON.stringify(process.argv.slice(1)))",
      "--",
      ...words,
    ]);
    expect(JSON.parse(String(await line()))).toEqual(words);
    expect(await end).toEqual([0, null]);
  });

  test("a command that isn't there has the code that it has without it", async () => {
    const { end } = await start(shell, LONG, ["/nowhere"]);
    expect(await end).toEqual([127, null]);
  });
});
