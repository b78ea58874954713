import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { inProcess } from "@ublog/aws-model/src/inProcess/inProcess.ts";
import { expect, test } from "vitest";
import { waitsOf } from "../../src/times/graph.ts";
import { hiddenWaits, play } from "../../src/times/play.ts";
import { shortName } from "../../src/times/timeline.ts";

/** Plays a program in which the resource `first` takes 60 s, `second` 10 s and `third` 1 s. */
async function played(program: () => Promise<unknown>) {
  const seconds = new Map([
    ["first", 60],
    ["second", 10],
    ["third", 1],
  ]);
  const known = await inProcess().run("dev", program);
  const byUrn = new Map(known.resources.map(({ urn, name }) => [urn, seconds.get(name) ?? 0]));
  let run: Awaited<ReturnType<typeof play>> | undefined;
  await inProcess().run("dev", async () => {
    run = await play(program, byUrn);
    return run.result;
  });
  const resources = [...(run?.played ?? [])].filter(([urn]) => byUrn.get(urn));
  const times = resources.map(([urn, { start, end }]) => [shortName(urn), start, end]);
  const hidden = hiddenWaits(run?.played ?? new Map(), waitsOf(known.resources));
  return {
    times,
    hidden: [...hidden].map(([urn, { on, reason }]) => [shortName(urn), shortName(on), reason.kind]),
  };
}

const resource = (name: string, keeper?: pulumi.Output<string>) =>
  new random.RandomId(name, { byteLength: 4, ...(keeper === undefined ? {} : { keepers: { keeper } }) });

const promiseOf = <T>(output: pulumi.Output<T>) =>
  new Promise<T>((resolve) => {
    output.apply(resolve);
  });

test("what takes an output of another starts when that one is there, and nothing is hidden", async () => {
  const { times, hidden } = await played(async () => {
    const first = resource("first");
    resource("second");
    resource("third", first.id);
  });
  expect(times).toEqual([
    ["RandomId first", 0, 60],
    ["RandomId second", 0, 10],
    ["RandomId third", 60, 61],
  ]);
  expect(hidden).toEqual([]);
});

test("a program that awaits one resource before it registers the next is found out", async () => {
  const { times, hidden } = await played(async () => {
    resource("second");
    await promiseOf(resource("first").id);
    resource("third");
  });
  expect(times).toEqual([
    ["RandomId second", 0, 10],
    ["RandomId first", 0, 60],
    ["RandomId third", 60, 61],
  ]);
  expect(hidden).toEqual([["RandomId third", "RandomId first", "program"]]);
});

test("a program that fails on the way fails", async () => {
  const failing = async () => {
    await promiseOf(resource("first").id);
    throw new Error("no more resources");
  };
  const run = inProcess().run("dev", async () => (await play(failing, new Map())).result);
  await expect(run).rejects.toThrow("no more resources");
});
