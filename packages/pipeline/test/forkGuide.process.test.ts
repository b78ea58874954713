import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const guide = readme.split("## Set up a fork")[1]?.split("\n## ")[0] ?? "";

/** The commands of the guide in its order, each block with the text that stands before it. */
const blocks = guide
  .split(/^```/m)
  .flatMap((part, index, parts) =>
    part.startsWith("sh\n") ? [{ before: parts[index - 1] ?? "", commands: part.slice("sh\n".length) }] : [],
  );

/** The blocks that only somebody runs who keeps the state in a bucket, or in Pulumi Cloud. */
const ways = {
  bucket: ["**State in an S3 bucket", "With the bucket,"],
  cloud: ["**Or Pulumi Cloud", "With Pulumi Cloud,"],
};

function commandsOf(way: keyof typeof ways): string {
  const others = way === "bucket" ? ways.cloud : ways.bucket;
  return blocks
    .filter(({ before }) => !others.some((text) => before.trimEnd().split("\n\n").at(-1)?.includes(text)))
    .map(({ commands }) => commands)
    .join("\n");
}

/**
 * Stands for `gh` and `pulumi`: writes down what it was asked, and for which repository or stack that was meant. In the clone of a
 * fork, `gh` means the parent until another default is set.
 */
const standIn = String.raw`#!/bin/sh
tool=$1; shift
option() { # what stands after it
  for arg do [ "$found" = yes ] && echo "$arg" && return; [ "$arg" = "$wanted" ] && found=yes; done
}
note() { { printf '%s\037%s' "$tool" "$1"; shift; printf '\037%s' "$@"; printf '\n'; } >>"$RECORDS/calls"; }
for last do :; done
found=no
case "$tool $1 $2" in
  "gh repo clone") mkdir ublog; note "" "$@" ;;
  "gh repo set-default") echo "$3" >"$RECORDS/default"; note "" "$@" ;;
  gh*)
    wanted=--repo; repository=$(option "$@")
    [ -n "$repository" ] || repository=$(cat "$RECORDS/default" 2>/dev/null || echo parent/ublog)
    note "$repository" "$@"
    [ "$1 $2" = "api user" ] && echo 42
    [ "$2" = "repos/{owner}/{repo}" ] && echo "$repository" | sed 's,/,@1/,; s,$,@2,'
    ;;
  pulumi*)
    wanted=--stack; note "$(option "$@")" "$@"
    case "$*" in
      "config set "*" repository "*) echo "$last" >"$RECORDS/repository" ;;
      "config get "*" repository") cat "$RECORDS/repository" ;;
      "stack output "*) echo "$last-value" ;;
    esac
    ;;
esac
exit 0
`;

/** A command that was given. */
interface Call {
  tool: string;
  /** The repository that a call of `gh` means, the stack that a call of `pulumi` names. */
  about: string | undefined;
  args: string;
}

interface Followed {
  calls: Call[];
  /** What somebody sees who follows it. */
  output: string;
}

/** Runs the guide as somebody does who types it, in a shell that stops at the first error. */
function follow(way: keyof typeof ways): Followed {
  const folder = mkdtempSync(join(tmpdir(), "fork-guide-"));
  try {
    writeFileSync(join(folder, "stand-in"), standIn);
    for (const tool of ["gh", "pulumi", "npx"]) {
      writeFileSync(join(folder, tool), `#!/bin/sh\nexec sh '${join(folder, "stand-in")}' ${tool} "$@"\n`);
      chmodSync(join(folder, tool), 0o755);
    }
    const commands = commandsOf(way).replaceAll("YOUR-ORGANIZATION", "our-org").replaceAll("YOU", "me");
    const output = execFileSync("bash", ["-eu", "-c", commands.replace(/^rm .*$/m, "")], {
      cwd: folder,
      env: { RECORDS: folder, PATH: `${folder}${delimiter}${process.env.PATH}` },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines = readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n");
    const calls = lines.map((line) => {
      const [tool = "", about, ...args] = line.split("\u001f");
      return { tool, about, args: args.join(" ") };
    });
    return { calls, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([
  ["a bucket", "bucket"],
  ["Pulumi Cloud", "cloud"],
] as const)("the guide for a fork, with the state in %s", (_, way) => {
  const { calls, output } = follow(way);

  test("means the fork with every command, and never its parent", () => {
    const gh = calls.filter(({ tool }) => tool === "gh");
    expect(gh.slice(0, 2).map(({ args }) => args)).toEqual([
      "repo clone me/ublog",
      "repo set-default me/ublog",
    ]);
    expect(gh.length).toBeGreaterThan(9);
    expect(new Set(gh.slice(2).map(({ about }) => about))).toEqual(new Set(["me/ublog"]));
  });

  test("shows which workflows the roles will trust before it makes them", () => {
    const pulumi = calls.filter(({ tool }) => tool === "pulumi").map(({ args }) => args);
    const up = pulumi.indexOf("up --stack bootstrap");
    expect(pulumi).toContain("config set --stack bootstrap repository me@1/ublog@2");
    expect(pulumi[up - 1]).toBe("config get --stack bootstrap repository");
    expect(output).toContain("me@1/ublog@2\n");
  });

  test("names the stack and the backend, whatever was chosen before", () => {
    const unnamed = calls.filter(({ tool, about }) => tool === "pulumi" && about !== "bootstrap");
    expect(unnamed.map(({ args }) => args)).toEqual(
      way === "bucket"
        ? [
            "login --local",
            "stack init bootstrap",
            "login backendUrl-value",
            "stack migrate file://~ bootstrap --secrets-provider secretsProvider-value",
          ]
        : ["login https://api.pulumi.com", "org set-default our-org", "stack init our-org/bootstrap"],
    );
  });

  test("builds the first images and releases them, when everything else is there", () => {
    expect(calls.slice(-2).map(({ args }) => args)).toEqual([
      "stack output --stack bootstrap repositories",
      "workflow run ci-images.yml --ref main --field stack=alpha --field version=main --field release=true",
    ]);
  });

  test("sets the variables that the workflows read", () => {
    const set = calls.flatMap(({ args }) => /^variable set (\S+) --body (.*)$/.exec(args)?.slice(1) ?? []);
    expect(set).toEqual([
      ...(way === "bucket"
        ? ["PULUMI_BACKEND_URL", "backendUrl-value", "PULUMI_SECRETS_PROVIDER", "secretsProvider-value"]
        : ["PULUMI_ORGANIZATION", "our-org", "PULUMI_TOKEN_SCOPE", "user:me"]),
      ...["AWS_REGION", "region-value", "AWS_ROLE_PREFIX", "rolePrefix-value"],
    ]);
  });
});

test("every other command of the page names its stack too", () => {
  const code = [...readme.matchAll(/^```sh\n([\s\S]*?)^```|`(pulumi [^`\n]+)`/gm)].flatMap(
    ([, block = "", inline = ""]) => [...block.split("\n"), inline],
  );
  const about = code.filter((line) =>
    /\bpulumi (up|config|stack output|state|preview|destroy|cancel) /.test(line),
  );
  expect(about.length).toBeGreaterThan(10);
  expect(about.filter((line) => !/--stack\b/.test(line))).toEqual([]);
});
