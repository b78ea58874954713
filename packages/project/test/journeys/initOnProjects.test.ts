import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { cases } from "../projects/support/cases.ts";
import { checkoutOf, dockerfileOf } from "../projects/support/initialised.ts";
import { differences } from "../projects/support/judge.ts";
import { published } from "../projects/support/published.ts";
import { unsaid } from "../projects/support/said.ts";

const clear = cases.filter(({ refused }) => !refused);

test.each(clear)(
  "init writes the stack of $name, asks for what it can't know, and repeats nothing",
  async (one) => {
    const checkout = checkoutOf(one, temporaryFolder());
    const before = checkout.files();
    const { code, output } = await checkout.init();
    expect(code, output).toBe(0);
    const written = checkout.files();
    const application = Object.keys(before).filter((file) => !file.startsWith("ublog/"));
    expect(application.filter((file) => before[file] !== written[file])).toEqual([]);

    const dockerfile = dockerfileOf(checkout);
    const missing = one.dockerfile.filter((pattern) => !new RegExp(pattern).test(dockerfile));
    expect({
      differences: differences(one, await published(checkout.fork)),
      unsaid: unsaid(one, output),
      dockerfile: missing,
      long: output.split("\n").filter((line) => line.length > 80),
    }).toEqual({ differences: one.open.differences, unsaid: [], dockerfile: [], long: [] });

    const again = await checkout.init();
    expect(again.code, again.output).toBe(0);
    expect(checkout.files()).toEqual(written);
    // Its own Dockerfile lacks nothing.
    expect(stepsIn(again.output)).toBe(stepsIn(output));
  },
);

/** The part of the output with what is to be done in the project. */
const stepsIn = (output: string) =>
  /^To be done in the project:$.*?(?=^To know|^Next)/ms.exec(output)?.[0] ?? "";

test.each(cases.filter(({ refused }) => refused))(
  "init asks which settings are meant in $name",
  async (one) => {
    const checkout = checkoutOf(one, temporaryFolder());
    const before = checkout.files();
    const { code, output } = await checkout.init();
    expect(code, output).not.toBe(0);
    expect(unsaid(one, output)).toEqual([]);
    expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(checkout.files()).toEqual(before);
  },
);
