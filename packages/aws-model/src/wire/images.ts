import type { Scenarios } from "../ecs/behaviour.ts";
import { describeImages, isPossibleTag, pushImage } from "../ecs/registry.ts";
import type { EcsState, Image } from "../ecs/state.ts";
import { versionNamed } from "./versions.ts";

type DescribeImagesInput = Parameters<typeof describeImages>[1];

/**
 * DescribeImages of a registry that has every repository, and in it every tag that a push can make and that isn't said to be
 * missing: nobody has to build and push images to rehearse a release. A digest must be one of an image that is there.
 */
export function describeAnyImages(state: EcsState, input: DescribeImagesInput) {
  const registry = input.registryId ?? state.account;
  const repository = `${registry}.dkr.ecr.${state.region}.amazonaws.com/${input.repositoryName}`;
  haveImage(state, repository, "latest");
  for (const { imageTag } of input.imageIds ?? [])
    if (imageTag !== undefined) haveImage(state, repository, imageTag);
  state.scenarios = scenariosOf(state.images);
  return describeImages(state, input);
}

/** Makes sure that the images of the task definitions exist: templates name theirs by a tag. */
export function haveImages(state: EcsState): void {
  for (const { body } of Object.values(state.definitions))
    for (const { image } of body.containerDefinitions) {
      const [, repository, tag] = /^([^@]+\.dkr\.ecr\.[^@]+):([^:/@]+)$/.exec(image) ?? [];
      if (repository !== undefined && tag !== undefined) haveImage(state, repository, tag);
    }
}

/** What the existing images do, by their tags. */
export function scenariosOf(images: Image[]): Scenarios {
  return Object.fromEntries(
    images.flatMap(({ tag }) => {
      const scenario = versionNamed(tag)?.scenario;
      return scenario === undefined ? [] : [[tag, scenario]];
    }),
  );
}

function haveImage(state: EcsState, repository: string, tag: string): void {
  const isThere = state.images.some((image) => image.repository === repository && image.tag === tag);
  if (isThere || !isPossibleTag(tag) || versionNamed(tag)?.isMissing === true) return;
  pushImage(state, repository, tag, versionNamed(tag)?.architecture);
}
