import { ok, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { versionIn } from "../versions.ts";

export const git: Question = {
  id: "git",
  asks: "Is git there?",
  needs: [],
  async ask({ port }) {
    const ran = await port.run("git", ["--version"]);
    if (ran?.code === 0) return ok(`git ${versionIn(ran.stdout)}`);
    return warning({
      found: "There is no git on PATH.",
      why: "`build` names images after the commit. Nothing else needs it.",
      fix: "Install it: https://git-scm.com/downloads",
    });
  },
};
