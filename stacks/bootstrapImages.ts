import { IMAGES } from "./bootstrapRelease.ts";
import { type Account, allow, regional, type Statement } from "./bootstrapStatements.ts";

/** How long the credentials of a build last at most, in seconds: the shortest that IAM takes. The workflow [CI] Images is done by then. */
export const IMAGES_SECONDS = 3600;

/**
 * What the workflow [CI] Images needs to push images, and nothing else: it makes no repository, takes no image away, and the repositories let
 * nobody give a tag to another image.
 */
export function imagesStatements(account: Account): Statement[] {
  return [
    // AWS accepts no resource but * here.
    allow("LogIn", ["ecr:GetAuthorizationToken"], ["*"]),
    allow(
      "Push",
      [
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
        // Whether a version is there already, and of which commit.
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
      ],
      IMAGES.map((image) => regional(account, "ecr", `repository/${account.project}-${image}`)),
    ),
  ];
}
