import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { describe, expect, test } from "vitest";
import { describeEngine, findEngine } from "../src/engine/findEngine.ts";
import { fakeGo, fakePulumi, script } from "./support/fakePrograms.ts";

const launcher = "pulumi@3.265.0";
const advice =
  "Install Pulumi 3.259.0 or newer (https://www.pulumi.com/docs/install/) or Go 1.25.11 or newer " +
  "(https://go.dev/doc/install), then run the command again.";

/** A machine with nothing but what a test puts into `bin`; its network refuses every connection. */
function machine() {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  // What the fake programs need, and not what else may lie beside it.
  const tools = join(folder, "tools");
  mkdirSync(tools);
  for (const tool of ["chmod", "dirname", "mkdir", "touch"]) {
    symlinkSync(
      execFileSync("/bin/sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim(),
      join(tools, tool),
    );
  }
  const env: NodeJS.ProcessEnv = {
    PATH: [bin, tools].join(":"),
    HOME: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    PULUMI_HOME: join(folder, "pulumi-home"),
    HTTPS_PROXY: "http://127.0.0.1:9",
  };
  const lines: string[] = [];
  const find = () => findEngine({ env, log: (line) => lines.push(line) });
  return { folder, bin, cache: join(folder, "cache", "ublog-sandbox"), env, lines, find };
}

describe("on PATH", () => {
  test("a Pulumi 3 with its language host beside it is taken, silently", async () => {
    const { bin, lines, find } = machine();
    fakePulumi(bin, "v3.300.1");
    const engine = await find();
    expect(engine).toEqual({
      pulumi: join(bin, "pulumi"),
      binDir: bin,
      version: "3.300.1",
      hostBeside: true,
      source: "path",
    });
    expect(describeEngine(engine)).toBe(`Pulumi 3.300.1, found on PATH: ${join(bin, "pulumi")}`);
    expect(lines).toEqual([]);
  });

  test("the language host may be elsewhere on PATH", async () => {
    const { folder, bin, env, find } = machine();
    fakePulumi(bin, "v3.300.1", false);
    script(join(folder, "hosts", "pulumi-language-nodejs"), "exit 0");
    env.PATH = `${env.PATH}:${join(folder, "hosts")}`;
    expect(await find()).toMatchObject({ source: "path", hostBeside: false });
  });

  test("the user's PULUMI_HOME is left alone", async () => {
    const { bin, env, find } = machine();
    script(join(bin, "pulumi"), 'mkdir -p "$PULUMI_HOME/logs"', "echo v3.300.1");
    script(join(bin, "pulumi-language-nodejs"), "exit 0");
    await find();
    expect(existsSync(String(env.PULUMI_HOME))).toBe(false);
  });

  test.each([
    [
      "too old",
      (bin: string) => fakePulumi(bin, "v3.100.0"),
      "is 3.100.0, older than 3.259.0, the oldest tried",
    ],
    ["another major version", (bin: string) => fakePulumi(bin, "v4.0.0"), "is 4.0.0, and Pulumi 3 is needed"],
    ["broken", (bin: string) => fakePulumi(bin, "; exit 1"), "doesn't run"],
    [
      "without a language host",
      (bin: string) => fakePulumi(bin, "v3.300.1", false),
      "has no pulumi-language-nodejs beside it or on PATH",
    ],
  ])("one that is %s is not", async (_, install, reason) => {
    const { bin, lines, find } = machine();
    const pulumi = install(bin);
    fakeGo(bin);
    expect(await find()).toMatchObject({ source: "built" });
    expect(lines[0]).toBe(`Looking for a Pulumi CLI: ${pulumi} ${reason}.`);
  });

  test("the npm launcher is not asked for its version, which would make it download", async () => {
    const { folder, bin, lines, find } = machine();
    const ran = join(folder, "ran");
    script(join(bin, "pulumi"), `touch ${ran}`, "echo v3.300.1");
    script(join(bin, "pulumi-language-nodejs"), "exit 0");
    writeFileSync(join(bin, "package.json"), JSON.stringify({ name: "pulumi" }));
    fakeGo(bin);
    await find();
    expect(lines[0]).toBe(
      `Looking for a Pulumi CLI: ${join(bin, "pulumi")} is the npm launcher, which brings its own.`,
    );
    expect(existsSync(ran)).toBe(false);
  });
});

describe("from npm", () => {
  test("what the launcher downloaded before is taken: its own version before newer ones", async () => {
    const { env, lines, find } = machine();
    const versions = join(String(env.PULUMI_HOME), "versions");
    for (const version of ["3.258.0", "3.265.0", "3.280.0"]) {
      fakePulumi(join(versions, version, "bin"), `v${version}`);
    }
    expect(await find()).toMatchObject({
      pulumi: join(versions, "3.265.0", "bin", "pulumi"),
      version: "3.265.0",
      source: "npm",
    });
    expect(lines).toEqual([]);
  });

  test("of other versions the newest, and none that is too old", async () => {
    const { env, find } = machine();
    const versions = join(String(env.PULUMI_HOME), "versions");
    for (const version of ["3.99.0", "3.270.0", "3.280.0"]) {
      fakePulumi(join(versions, version, "bin"), `v${version}`);
    }
    expect(await find()).toMatchObject({ version: "3.280.0" });
  });
});

describe("built", () => {
  test("where nothing can be found or downloaded, once, and says so", async () => {
    const { bin, cache, lines, find } = machine();
    fakeGo(bin);
    const engine = await find();
    expect(engine).toMatchObject({ version: "3.259.0", source: "built", hostBeside: true });
    expect(lines[0]).toBe("Looking for a Pulumi CLI: there is none on PATH.");
    expect(lines[1]).toBe(`Trying Pulumi's npm launcher, ${launcher} …`);
    expect(lines[2]).toMatch(/^ {2}get\.pulumi\.com can't be used \(.+\)\.$/);
    expect(lines.slice(3)).toEqual([
      `So Pulumi 3.259.0 is built from its Go modules, once; it is kept in ${cache}.`,
      "The build takes about 4 GB of disk, the CLI 130 MB afterwards: remove that folder to free them.",
      "Building the Node.js language host (about 20 seconds) with go1.26.0 …",
      "  done in 0 s",
      "Building the command-line program (about 4 minutes on 2 cores) with go1.26.0 …",
      "  done in 0 s",
    ]);
    expect(readdirSync(engine.binDir).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-language-nodejs-host",
    ]);

    lines.length = 0;
    expect(await find()).toEqual(engine);
    expect(lines).toEqual([]);
  });

  test("with settings that don't depend on the user's own", async () => {
    const { bin, env, find } = machine();
    fakeGo(bin);
    Object.assign(env, {
      GOFLAGS: "-buildvcs=true -mod=vendor",
      GOWORK: "/elsewhere",
      GOOS: "plan9",
      CGO_ENABLED: "1",
    });
    await find();
    const builds = readFileSync(join(bin, "calls"), "utf8")
      .split("\n")
      .filter((call) => call.startsWith("build"));
    expect(builds).toHaveLength(2);
    for (const build of builds) {
      expect(build).toMatch(/^build -v -trimpath -buildvcs=false -ldflags /);
      expect(build).toMatch(/ CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off GOOS=$/);
    }
  });

  test("a build that was killed half-way is started over, and its leftovers go", async () => {
    const { bin, cache, find } = machine();
    fakeGo(bin);
    mkdirSync(join(cache, "building-killed", "bin"), { recursive: true });
    await find();
    expect(readdirSync(cache).filter((name) => name.startsWith("building-"))).toEqual([]);
  });

  test("two at once build once", async () => {
    const { bin, env, find } = machine();
    fakeGo(bin);
    const [one, other] = await Promise.all([find(), findEngine({ env })]);
    expect(one).toEqual(other);
    const builds = readFileSync(join(bin, "calls"), "utf8").match(/^build/gm);
    expect(builds).toHaveLength(2);
  });

  test("with caches of its own, which go when it is done; what the user's Go has downloaded is used", async () => {
    const { bin, cache, find } = machine();
    const caches = join(cache, "go-caches");
    script(
      join(bin, "go"),
      '[ "$1" = env ] && printf "go1.26.0\\nauto\\n/home/ada/go/pkg/mod\\nhttps://proxy.example.com,direct\\n" && exit',
      `echo "$GOCACHE $GOMODCACHE $GOPROXY $*" >> ${bin}/calls`,
      'mkdir -p "$GOCACHE" "$GOMODCACHE"',
      `[ -e ${bin}/broken ] && exit 1`,
      `while [ "$1" != -o ]; do shift; done`,
      `printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"; chmod +x "$2"`,
    );
    writeFileSync(join(bin, "broken"), "");
    await expect(find()).rejects.toThrow("The Pulumi CLI can't be built");
    expect(existsSync(caches)).toBe(true);
    rmSync(join(bin, "broken"));
    await find();
    expect(existsSync(caches)).toBe(false);
    const proxy = "file:///home/ada/go/pkg/mod/cache/download,https://proxy.example.com,direct";
    const [first = "", ...others] = readFileSync(join(bin, "calls"), "utf8").trim().split("\n");
    for (const call of [first, ...others]) {
      expect(call).toMatch(/ -modcacherw -o /);
      expect(call).toContain(`${caches}/build ${caches}/modules ${proxy} build `);
    }
    expect(others).toHaveLength(2);
  });

  test("a failed build leaves nothing behind and says why", async () => {
    const { bin, cache, find } = machine();
    fakeGo(bin);
    script(
      join(bin, "go"),
      '[ "$1" = env ] && echo go1.26.0 && exit',
      "echo 'x.go:1:2: undefined: y' >&2; exit 1",
    );
    await expect(find()).rejects.toThrow(
      "The Pulumi CLI can't be built from its Go modules:\n" +
        "  x.go:1:2: undefined: y\n" +
        "Or install Pulumi 3.259.0 or newer instead: https://www.pulumi.com/docs/install/",
    );
    expect(readdirSync(cache).filter((name) => !name.startsWith("build.lock"))).toEqual([]);
  });

  test("a build that is killed says so", async () => {
    const { bin, find } = machine();
    script(join(bin, "go"), '[ "$1" = env ] && echo go1.26.0 && exit', "kill -KILL $$");
    await expect(find()).rejects.toThrow(
      "The Pulumi CLI can't be built from its Go modules:\n" +
        "  Go was killed, perhaps because the memory ran out. Run the command again: it goes on.\n",
    );
  });

  test("a Go proxy that can't be reached is named", async () => {
    const { bin, env, find } = machine();
    env.GOPROXY = "https://goproxy.example.com";
    script(
      join(bin, "go"),
      '[ "$1" = env ] && echo go1.26.0 && exit',
      "echo 'go: some/module@v1: Get \"https://x\": dial tcp: lookup x: no such host' >&2; exit 1",
    );
    await expect(find()).rejects.toThrow(
      "The Pulumi CLI can't be built: the Go modules can't be had from https://goproxy.example.com.\n" +
        '  go: some/module@v1: Get "https://x": dial tcp: lookup x: no such host\n' +
        "Connect to the network (or set GOPROXY to a proxy you can reach) and run the command again, or install " +
        "Pulumi 3.259.0 or newer: https://www.pulumi.com/docs/install/",
    );
  });

  test("a cache folder that can't be made is named", async () => {
    const { folder, bin, env, cache, find } = machine();
    fakeGo(bin);
    writeFileSync(join(folder, "cache"), "a file");
    env.XDG_CACHE_HOME = join(folder, "cache");
    await expect(find()).rejects.toThrow(`Can't make the folder ${cache} for the Pulumi CLI: `);
  });
});

describe("without a Go that can build it", () => {
  test("none at all", async () => {
    const { find } = machine();
    await expect(find()).rejects.toThrow(
      `There is no Pulumi CLI here, and no Go to build one with. ${advice}`,
    );
  });

  test("one from before Go could fetch newer ones", async () => {
    const { bin, find } = machine();
    const go = fakeGo(bin, "go1.19.4", "");
    await expect(find()).rejects.toThrow(
      `There is no Pulumi CLI here, and Go is too old to build one: ${go} is 1.19.4. ${advice}`,
    );
  });

  test("an old one that may not fetch a newer one", async () => {
    const { bin, find } = machine();
    const go = fakeGo(bin, "go1.24.1", "local");
    await expect(find()).rejects.toThrow(
      `There is no Pulumi CLI here, and Go is too old to build one: ${go} is 1.24.1, and GOTOOLCHAIN=local keeps it ` +
        `from fetching a newer one. ${advice}`,
    );
  });

  test("an old one that may fetch a newer one will do", async () => {
    const { bin, find } = machine();
    fakeGo(bin, "go1.24.1", "auto");
    expect(await find()).toMatchObject({ source: "built" });
  });

  test("one that is not executable doesn't count", async () => {
    const { bin, find } = machine();
    chmodSync(fakeGo(bin), 0o644);
    await expect(find()).rejects.toThrow("no Go to build one with");
  });
});
