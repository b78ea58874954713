#!/usr/bin/env node
// The entry of the command line.
import { start } from "@ublog/terminal/node";

await start(() => import("./bin.ts"), "Install one: https://nodejs.org/.");
