import * as pulumi from "@pulumi/pulumi";
import { DjangoApp, type DjangoAppArgs } from "../../../src/index.ts";
import { sandboxBase } from "../support/sandboxBase.ts";

// As in the stacks of this repository: a third of the time of a program goes into stacks that nobody reads.
Reflect.deleteProperty(Error, "prepareStackTrace");

// The tests write the settings of each app as JSON into the config key `apps`, and into `late`, whether the base is known only to
// the engine, as in a program of another language.
const config = new pulumi.Config();
const apps = config.requireObject<Record<string, Partial<DjangoAppArgs>>>("apps");
const late = config.getBoolean("late") ?? false;

export const targets = pulumi.output(
  Object.entries(apps).map(([name, { base = sandboxBase, ...settings }]) => {
    return new DjangoApp(name, { base: late ? pulumi.output(base as never) : base, ...settings })
      .deployTargets;
  }),
);
