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
  destroy("alpha"),
  up("base", {
    title: "up base, now disposable",
    config: { "ublog:durability": "disposable" },
    expect: keepsEverything,
  }),
  destroy("base"),
  nothingIsLeft,
];
