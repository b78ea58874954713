import * as pulumi from "@pulumi/pulumi";
import { DjangoApp, type DjangoAppArgs } from "../../../src/index.ts";
import { sandboxBase } from "../support/sandboxBase.ts";
import { formerApp } from "./former.ts";

// As in the stacks of this repository: a third of the time of a program goes into stacks that nobody reads.
Reflect.deleteProperty(Error, "prepareStackTrace");

// The tests write the settings of each app as JSON into the config key `apps`; into `late`, whether the base is known only to
// the engine, as in a program of another language; and into `former`, whether there is an app of pulumi-aws-django 1.28.
const config = new pulumi.Config();
const apps = config.requireObject<Record<string, Partial<DjangoAppArgs>>>("apps");
const late = config.getBoolean("late") ?? false;
if (config.getBoolean("former")) formerApp();

export const targets = pulumi.output(
  Object.entries(apps).map(([name, { base = sandboxBase, ...settings }]) => {
    return new DjangoApp(name, { base: late ? pulumi.output(base as never) : base, ...settings })
      .deployTargets;
  }),
);
