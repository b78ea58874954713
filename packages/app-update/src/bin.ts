#!/usr/bin/env node
import { main } from "./cli.ts";
import { outliveReaders } from "./outliveReaders.ts";

outliveReaders();

process.exitCode = await main(process.argv.slice(2));
