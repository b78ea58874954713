import { setTimeout as wait } from "node:timers/promises";
import type { RunningContainer, Stopped } from "../containers/startContainer.ts";
import type { Balancer } from "./startBalancer.ts";

/**
 * What comes first, in seconds. In a deployment and a scale-in the load balancer sends nothing more to the task for the deregistration delay, and
 * then the task is asked to stop. When Spot takes the capacity back the task is asked at once, and leaves the load balancer that much later.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export type Order = { deregistrationDelay: number } | { deregisteredAfter: number };

/** Takes a container out of the balancer and stops it, in the order of a deployment or in that of Spot. */
export async function retire(
  balancer: Balancer,
  container: Pick<RunningContainer, "url" | "stop">,
  order: Order,
): Promise<Stopped> {
  if ("deregistrationDelay" in order) {
    balancer.deregister(container.url);
    await wait(order.deregistrationDelay * 1000);
    return container.stop();
  }
  const stopped = container.stop();
  await wait(order.deregisteredAfter * 1000);
  balancer.deregister(container.url);
  return stopped;
}
