import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { DjangoApp } from "../../../src/index.ts";
import { baseContract } from "../support/base.ts";

/** The settings of each app by its name: written by the test, read anew by each run of the program. */
const apps = JSON.parse(readFileSync(process.env.APPS_FILE ?? "", "utf8"));

export const targets = pulumi.output(
  Object.entries<object>(apps).map(
    ([name, args]) => new DjangoApp(name, { base: baseContract, ...args }).deployTargets,
  ),
);
