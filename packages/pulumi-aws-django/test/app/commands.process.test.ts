import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nuxtCommand } from "../../src/app/plan/commands.ts";
import { promiseOf } from "../support/record.ts";

test("Nuxt's server keeps idle connections longer than the load balancer, without knowing of it", async () => {
  const [node, ...args] = await promiseOf(nuxtCommand(65));
  expect(node).toBe("node");
  expect(args.at(-1)).toBe(".output/server/index.mjs");

  const folder = mkdtempSync(join(tmpdir(), "nuxt-"));
  const server = join(folder, "server.mjs");
  writeFileSync(
    server,
    `import { createServer } from "node:http";
     const server = createServer().listen(0, () => {
       console.log(server.keepAliveTimeout, server.headersTimeout, server.listening);
       server.close();
     });`,
  );
  try {
    const child = spawn(process.execPath, [...args.slice(0, -1), server], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = (await child.stdout.toArray()).join("");
    await (child.exitCode === null ? once(child, "exit") : undefined);
    expect(output).toBe("70000 71000 true\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
