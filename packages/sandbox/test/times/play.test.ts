import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { expect, test } from "vitest";
import { inProcess } from "../../src/inProcess/inProcess.ts";
import { waitsOf } from "../../src/times/graph.ts";
import { hiddenWaits, play } from "../../src/times/play.ts";
import { shortName } from "../../src/times/timeline.ts";

/** Plays a program in which the pet `first` takes 60 s, `second` 10 s and `third` 1 s. */
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
  const pets = [...(run?.played ?? [])].filter(([urn]) => byUrn.get(urn));
  const times = pets.map(([urn, { start, end }]) => [shortName(urn), start, end]);
  const hidden = hiddenWaits(run?.played ?? new Map(), waitsOf(known.resources));
  return {
    times,
    hidden: [...hidden].map(([urn, { on, reason }]) => [shortName(urn), shortName(on), reason.kind]),
  };
}

const pet = (name: string, keeper?: pulumi.Output<string>) =>
  new random.RandomPet(name, keeper === undefined ? {} : { keepers: { keeper } });

const promiseOf = <T>(output: pulumi.Output<T>) =>
  new Promise<T>((resolve) => {
    output.apply(resolve);
  });

test("what takes an output of another starts when that one is there, and nothing is hidden", async () => {
  const { times, hidden } = await played(async () => {
    const first = pet("first");
    pet("second");
    pet("third", first.id);
  });
  expect(times).toEqual([
    ["RandomPet first", 0, 60],
    ["RandomPet second", 0, 10],
    ["RandomPet third", 60, 61],
  ]);
  expect(hidden).toEqual([]);
});

test("a program that awaits one resource before it registers the next is found out", async () => {
  const { times, hidden } = await played(async () => {
    pet("second");
    await promiseOf(pet("first").id);
    pet("third");
  });
  expect(times).toEqual([
    ["RandomPet second", 0, 10],
    ["RandomPet first", 0, 60],
    ["RandomPet third", 60, 61],
  ]);
  expect(hidden).toEqual([["RandomPet third", "RandomPet first", "program"]]);
});

test("a program that fails on the way fails", async () => {
  const failing = async () => {
    await promiseOf(pet("first").id);
    throw new Error("no more pets");
  };
  const run = inProcess().run("dev", async () => (await play(failing, new Map())).result);
  await expect(run).rejects.toThrow("no more pets");
});
