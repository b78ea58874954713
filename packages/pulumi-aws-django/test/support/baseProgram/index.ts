import * as pulumi from "@pulumi/pulumi";
import type { DjangoBaseArgs } from "../../../src/base/args.ts";
import { DjangoBase } from "../../../src/base/djangoBase.ts";

// As in the stacks of this repository: a third of the time of a program goes into stacks that nobody reads.
Reflect.deleteProperty(Error, "prepareStackTrace");

// The tests write the arguments as JSON into the config key `args`, and a version that comes late, as an output, into
// the key `engineVersion`.
const config = new pulumi.Config();
const args = config.requireObject<DjangoBaseArgs>("args");
const engineVersion = config.get("engineVersion");
const late = engineVersion === undefined ? {} : { engineVersion: pulumi.output(engineVersion) };
const base = new DjangoBase(pulumi.getStack(), { ...args, database: { ...args.database, ...late } });

export const contract = base.contract;
export const databaseEndpoint = base.databaseEndpoint;
