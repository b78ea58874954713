import { ok, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { isOlder, versionIn } from "../versions.ts";

/** The oldest one that AWS still lets open sessions. */
const NEEDED = "1.2.764.0";

const INSTALL =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";

export const execPlugin: Question = {
  id: "exec-plugin",
  asks: `Is AWS's session-manager-plugin there, ${NEEDED} or later?`,
  needs: [],
  async ask({ port }) {
    const ran = await port.run("session-manager-plugin", ["--version"]);
    const version = ran && versionIn(ran.stdout);
    const why = "`exec` opens shells in containers with it. Nothing else needs it.";
    const fix = `Install the current one: ${INSTALL}`;
    if (version === undefined)
      return warning({ found: "There is no session-manager-plugin on PATH.", why, fix });
    if (isOlder(version, NEEDED))
      return warning({
        found: `The session-manager-plugin is ${version}, and ${NEEDED} or later is needed.`,
        why,
        fix,
      });
    return ok(`session-manager-plugin ${version}`);
  },
};
