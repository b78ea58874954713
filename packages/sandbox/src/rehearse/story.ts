import { release } from "./releases.ts";
import {
  changesNothing,
  destroy,
  keepsEverything,
  nothingIsLeft,
  onlyCreates,
  publishesTemplates,
  type Step,
  up,
} from "./steps.ts";

/** What `rehearse` plays, in order. */
export const story: Step[] = [
  up("base", { expect: onlyCreates }),
  up("alpha", { expect: onlyCreates }),
  up("base", { title: "up base again", expect: changesNothing }),
  up("alpha", { title: "up alpha again", expect: changesNothing }),
  up("alpha", {
    title: "up alpha, another environment variable",
    config: { "ublog:environment.REHEARSAL": "yes" },
    expect: publishesTemplates,
  }),
  release({
    title: "release v1.0.0, the first",
    env: "alpha",
    command: ["release", "v1.0.0"],
    runs: "v1.0.0",
  }),
  release({ title: "release v1.1.0", env: "alpha", command: ["release", "v1.1.0"], runs: "v1.1.0" }),
  release({
    title: "release v1.1.1, the check refuses it",
    env: "alpha",
    command: ["release", "v1.1.1-unfit"],
    exit: 3,
    runs: "v1.1.0",
    rolls: "none",
  }),
  release({
    title: "release v1.2.0, a migration fails",
    env: "alpha",
    command: ["release", "v1.2.0-bad-migration"],
    exit: 1,
    runs: "v1.1.0",
    rolls: "none",
  }),
  release({
    title: "release v1.2.1, the web is unhealthy",
    env: "alpha",
    command: ["release", "v1.2.1-unhealthy"],
    exit: 1,
    runs: "v1.1.0",
    rolls: "some",
  }),
  release({ title: "rollback to v1.0.0", env: "alpha", command: ["rollback"], runs: "v1.0.0" }),
  up("alpha", { title: "up alpha after the releases", expect: changesNothing }),
  destroy("alpha"),
  up("base", {
    title: "up base, now disposable",
    config: { "ublog:durability": "disposable" },
    expect: keepsEverything,
  }),
  destroy("base"),
  nothingIsLeft,
];
