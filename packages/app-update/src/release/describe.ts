import type { Service } from "@aws-sdk/client-ecs";
import type { Aws } from "../aws/operations.ts";
import type { Revision } from "./definition.ts";
import { chunks } from "./secrets.ts";

/** The services by name, ten a call. */
export async function describeServices(
  aws: Aws,
  cluster: string,
  names: string[],
): Promise<Map<string, Service>> {
  const answers = await Promise.all(
    chunks(names, 10).map((services) => aws("ecs.DescribeServices", { cluster, services })),
  );
  const services = answers.flatMap((answer) => answer.services ?? []);
  return new Map(services.map((service) => [service.serviceName ?? "", service]));
}

/** A revision with its tags. */
export async function describeRevision(aws: Aws, arn: string): Promise<Revision> {
  const answer = await aws("ecs.DescribeTaskDefinition", { taskDefinition: arn, include: ["TAGS"] });
  return { definition: answer.taskDefinition ?? {}, tags: answer.tags ?? [] };
}

/** The active revisions of a family, the newest first; of a very long list only the newest hundred. */
export async function newestRevisions(aws: Aws, family: string): Promise<string[]> {
  const answer = await aws("ecs.ListTaskDefinitions", {
    familyPrefix: family,
    status: "ACTIVE",
    sort: "DESC",
  });
  const number = (arn: string) => Number(arn.slice(arn.lastIndexOf(":") + 1));
  return (answer.taskDefinitionArns ?? []).sort((a, b) => number(b) - number(a));
}

/** Between how many tasks autoscaling keeps a service. */
export interface ScalingRange {
  min: number;
  max: number;
}

/** The ranges of the services that are scaled automatically, by name. */
export async function readScaling(
  aws: Aws,
  cluster: string,
  services: string[],
): Promise<Map<string, ScalingRange>> {
  const prefix = `service/${cluster}/`;
  const answers = await Promise.all(
    chunks(services, 50).map((chunk) =>
      aws("scaling.DescribeScalableTargets", {
        ServiceNamespace: "ecs",
        ResourceIds: chunk.map((name) => prefix + name),
      }),
    ),
  );
  const targets = answers.flatMap((answer) => answer.ScalableTargets ?? []);
  return new Map(
    targets.map((target) => [
      (target.ResourceId ?? "").slice(prefix.length),
      { min: target.MinCapacity ?? 0, max: target.MaxCapacity ?? 0 },
    ]),
  );
}
