import * as pulumi from "@pulumi/pulumi";
import { AppImage, type DjangoArgs } from "../args.ts";
import type { AppContext } from "../context.ts";
import { has } from "./parts.ts";
import type { AppSettings } from "./processes.ts";

/** An image of the app, as a template names it before a release pins it. */
export interface Image {
  /** Repository without tag or digest. */
  repository: pulumi.Output<string>;
  /** The template's image: repository and tag. */
  template: pulumi.Output<string>;
  /** The secret with the key to its registry, where that is a private one outside ECR. */
  credentialsArn?: pulumi.Input<string>;
}

/** The images of an app by name: `backend`, and `frontend` where a process runs it. */
export function imagesOf(args: AppSettings, context: AppContext): Partial<Record<AppImage, Image>> {
  const usesFrontend =
    has("frontend", args) || Object.values(args.services ?? {}).some((s) => s.image === AppImage.Frontend);
  return {
    [AppImage.Backend]: image(AppImage.Backend, args.django ?? {}, context),
    ...(usesFrontend ? { [AppImage.Frontend]: image(AppImage.Frontend, args.frontend ?? {}, context) } : {}),
  };
}

function image(
  name: AppImage,
  given: Pick<DjangoArgs, "repository" | "imageTag" | "repositoryCredentialsArn">,
  { accountId, region, partition }: AppContext,
): Image {
  const suffix = partition.apply((p) => (p === "aws-cn" ? ".cn" : ""));
  const repository = pulumi.output(
    given.repository ??
      pulumi.interpolate`${accountId}.dkr.ecr.${region}.amazonaws.com${suffix}/${pulumi.getProject()}-${name}`,
  );
  return {
    repository,
    template: pulumi.interpolate`${repository}:${given.imageTag ?? "latest"}`,
    credentialsArn: given.repositoryCredentialsArn,
  };
}
