import { underLease } from "../ledger/lease.ts";
import { EXIT, Failed, Refusal } from "../outcome.ts";
import { revisionName } from "../release/definition.ts";
import { describeServices } from "../release/describe.ts";
import { newestEvent } from "../release/events.ts";
import { type Awaited, awaitDeployments } from "../release/watch.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { serviceNamed } from "./processes.ts";

export interface RestartOptions extends ChangeOptions {
  /** Which ones; all if it is empty. */
  processes: string[];
}

/** New tasks of the same revisions, wave by wave, for example after a secret was changed. */
export async function restart(session: Session, options: RestartOptions): Promise<Report> {
  const { aws } = session;
  const targets = await readTargets(session);
  const chosen =
    options.processes.length === 0
      ? targets.services
      : [...new Set(options.processes.map((process) => serviceNamed(targets, process)))];
  const services = await describeServices(
    aws,
    targets.cluster,
    chosen.map((target) => target.service),
  );
  const running = chosen.filter((target) => (services.get(target.service)?.desiredCount ?? 0) > 0);
  const named = options.processes.length === 0 ? [] : chosen.map((target) => target.process);
  const command = ["restart", ...named].join(" ");
  const names = running.map((target) => target.process).join(", ");
  const told = { command, environment: targets.environment };
  if (running.length === 0) throw new Refusal(["No task is running, so there is nothing to restart."]);
  if (options.dryRun) return report({ ...told, exit: EXIT.done, headline: `It would restart ${names}.` });

  return underLease(session, targets.releaseTable, command, async (lease) => {
    const waves = [...new Set(running.map((target) => target.wave))].sort((a, b) => a - b);
    try {
      for (const wave of waves) {
        const awaited: Awaited[] = [];
        for (const target of running.filter((candidate) => candidate.wave === wave)) {
          await lease.keep();
          const service = services.get(target.service);
          const answer = await aws("ecs.UpdateService", {
            cluster: targets.cluster,
            service: target.service,
            forceNewDeployment: true,
          });
          const revision = service?.taskDefinition ?? "";
          session.progress.line(`${target.process}: restarting ${revisionName(revision)}`);
          awaited.push({
            target,
            revision,
            deployment: answer.service?.deployments?.find((deployment) => deployment.status === "PRIMARY")
              ?.id,
            after: newestEvent(service),
          });
        }
        await awaitDeployments(session, lease, targets, awaited, { timeout: options.timeout });
      }
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const headline =
        "The restart failed. Tasks that ran before may still run, with the settings they started with.";
      return report({ ...told, exit: EXIT.unresolved, headline }, { failure: error.failure });
    }
    return report({ ...told, exit: EXIT.done, headline: `Restarted ${names}.` }, { url: targets.url });
  });
}
