import { createHash } from "node:crypto";
import { AwsError } from "../shared/apiError.ts";
import { targetHealth } from "./health.ts";
import { tasksOf } from "./scheduler.ts";
import type { EcsState, LogLine } from "./state.ts";

/*
 * What other services say about tasks: ECR about their images, CloudWatch Logs about what they wrote, the load balancer about
 * their health.
 */

/** Puts an image into the registry, as a push would. Its digest follows from repository and tag. */
export function pushImage(state: EcsState, repository: string, tag: string): string {
  const digest = `sha256:${createHash("sha256").update(`${repository}:${tag}`).digest("hex")}`;
  state.images = state.images.filter((image) => image.repository !== repository || image.tag !== tag);
  state.images.push({ repository, tag, digest, pushedAt: state.now });
  return digest;
}

/** The tags that an image can have: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests. */
const possibleTag = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Whether a push could have made a tag. */
export function isPossibleTag(tag: string): boolean {
  return possibleTag.test(tag);
}

/** What ECR itself checks before it looks anything up. It accepts a little more than a tag or a digest can be. */
const constraints = {
  imageTag: "[a-zA-Z0-9-_.]+",
  imageDigest: "[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+",
} as const;

function checkImageId(id: { imageTag?: string; imageDigest?: string }): void {
  for (const [name, pattern] of Object.entries(constraints)) {
    const value = id[name as keyof typeof constraints];
    if (value !== undefined && !new RegExp(`^${pattern}$`).test(value))
      throw new AwsError(
        "InvalidParameterException",
        `Invalid parameter at '${name}' failed to satisfy constraint: 'must satisfy regular expression '${pattern}''`,
      );
  }
}

export function describeImages(
  state: EcsState,
  input: {
    repositoryName: string;
    registryId?: string;
    imageIds?: { imageTag?: string; imageDigest?: string }[];
  },
) {
  input.imageIds?.forEach(checkImageId);
  const registry = input.registryId ?? state.account;
  const all = state.images.filter((image) =>
    image.repository.match(
      new RegExp(`^${registry}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/${input.repositoryName}$`),
    ),
  );
  if (all.length === 0)
    throw new AwsError(
      "RepositoryNotFoundException",
      `The repository with name '${input.repositoryName}' does not exist in the registry with id '${registry}'`,
    );
  const found = (input.imageIds ?? all.map((image) => ({ imageTag: image.tag }))).map((id) => {
    const image = all.find((candidate) =>
      "imageDigest" in id && id.imageDigest
        ? candidate.digest === id.imageDigest
        : candidate.tag === id.imageTag,
    );
    if (image === undefined)
      throw new AwsError(
        "ImageNotFoundException",
        `The image with imageId ${JSON.stringify(id)} does not exist within the repository with name '${input.repositoryName}' in the registry with id '${registry}'`,
      );
    return image;
  });
  return {
    imageDetails: found.map((image) => ({
      registryId: registry,
      repositoryName: input.repositoryName,
      imageDigest: image.digest,
      imageTags: [image.tag],
      imagePushedAt: image.pushedAt / 1000,
    })),
  };
}

/** GetLogEvents from the start of a stream (or its end), with tokens that count lines. */
export function getLogEvents(
  state: EcsState,
  input: {
    logGroupName: string;
    logStreamName: string;
    nextToken?: string;
    startFromHead?: boolean;
    limit?: number;
  },
) {
  const lines = group(state, input.logGroupName)[input.logStreamName];
  if (lines === undefined)
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  const limit = input.limit ?? 10_000;
  const start = input.startFromHead ? 0 : Math.max(0, lines.length - limit);
  const from = input.nextToken === undefined ? start : Number(input.nextToken.slice(2));
  const events = lines.slice(from, from + limit);
  return {
    events: events.map((line) => ({ ...line, ingestionTime: line.timestamp })),
    nextForwardToken: `f/${from + events.length}`,
    nextBackwardToken: `b/${from}`,
  };
}

export function filterLogEvents(
  state: EcsState,
  input: {
    logGroupName: string;
    logStreamNamePrefix?: string;
    startTime?: number;
    filterPattern?: string;
    nextToken?: string;
    limit?: number;
  },
) {
  const streams = Object.entries(group(state, input.logGroupName)).filter(([stream]) =>
    stream.startsWith(input.logStreamNamePrefix ?? ""),
  );
  const all = streams
    .flatMap(([logStreamName, lines]) =>
      lines.map((line, index) => ({ ...line, logStreamName, eventId: `${logStreamName}/${index}` })),
    )
    .filter((event) => event.timestamp >= (input.startTime ?? 0))
    .filter((event) => matches(event.message, input.filterPattern ?? ""))
    .sort((a, b) => a.timestamp - b.timestamp);
  const from = Number(input.nextToken ?? 0);
  const to = from + (input.limit ?? 10_000);
  return { events: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

/** One term, or any of several: `?"one term" ?another`. */
function matches(message: string, pattern: string): boolean {
  const terms = [...pattern.matchAll(/\?(?:"([^"]*)"|(\S+))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  const any = terms.length > 0 ? terms : [pattern.replaceAll('"', "")];
  return any.some((term) => message.includes(term));
}

export function describeTargetHealth(state: EcsState, input: { TargetGroupArn: string }) {
  const services = Object.values(state.services).flatMap((service) =>
    service.loadBalancers
      .filter((balancer) => balancer.targetGroupArn === input.TargetGroupArn)
      .map((balancer) => ({ service, balancer })),
  );
  return {
    TargetHealthDescriptions: services.flatMap(({ service, balancer }) =>
      tasksOf(state, service)
        .filter((task) => task.phase === "RUNNING" || task.phase === "DEACTIVATING")
        .map((task) => {
          const health = targetHealth(state, task, balancer);
          return {
            Target: { Id: task.address, Port: balancer.containerPort },
            HealthCheckPort: String(balancer.containerPort),
            TargetHealth: { State: health.state, Reason: health.reason, Description: health.description },
          };
        }),
    ),
  };
}

function group(state: EcsState, name: string): Record<string, LogLine[]> {
  const found = state.logs[name];
  if (found === undefined)
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  return found;
}
