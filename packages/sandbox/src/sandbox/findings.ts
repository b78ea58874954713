import { audit, describeFinding } from "@ublog/aws-model/src/audit/audit.ts";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";

/** What AWS has accepted in a world and would not work, each as the engine would print an error. */
export function findingsIn(worldFile: string): string[] {
  return inWorld(worldFile, (world) => world.transaction(() => audit(world).map(describeFinding)));
}

/** Findings for a person. */
export function describeFindings(findings: string[]): string {
  const indented = findings.map((finding) => `  ${finding.replaceAll("\n", "\n    ")}`);
  return ["Pulumi is done, but in AWS this would not work:", ...indented].join("\n");
}
