import * as pulumi from "@pulumi/pulumi";
import { DjangoApp, type DjangoAppArgs } from "../../../src/index.ts";
import { baseContract } from "../support/base.ts";

// The tests write the settings of each app as JSON into the config key `apps`, and whether the base is known only to the
// engine, as in a program of another language, into `late`.
const config = new pulumi.Config();
const apps = config.requireObject<Record<string, Partial<DjangoAppArgs>>>("apps");
const late = config.getBoolean("late") ?? false;

export const targets = pulumi.output(
  Object.entries(apps).map(([name, { base = baseContract, ...settings }]) => {
    return new DjangoApp(name, { base: late ? pulumi.output(base as never) : base, ...settings })
      .deployTargets;
  }),
);
