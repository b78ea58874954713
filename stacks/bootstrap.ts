import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type BootstrapConfig, imagesRole, roleOf, stackNameOf } from "./bootstrapConfig.ts";
import { IMAGES_SECONDS, imagesStatements } from "./bootstrapImages.ts";
import { deployStatements, previewStatements, trustLike, trustStatement } from "./bootstrapPolicies.ts";
import { IMAGES, RELEASE_SECONDS, releaseStatements } from "./bootstrapRelease.ts";
import { keep, makeStateStore } from "./bootstrapState.ts";
import { type Account, document, type Statement } from "./bootstrapStatements.ts";

/** What an account needs once, before the workflows can work in it: image repositories, roles, a place for Pulumi's state. */
export function bootstrap(config: BootstrapConfig) {
  const { project, branch, imageTags, stacks, apps } = config;
  refuseDestroy(project);
  const subject = (context: string) => `repo:${config.repository}:${context}`;
  const repositories = Object.fromEntries(
    IMAGES.map((image) => [image, makeRepository(`${project}-${image}`).repositoryUrl]),
  );
  const provider = config.oidcProviderArn ?? makeProvider().arn;
  const state = config.stateBucket === undefined ? undefined : makeStateStore(project, config.stateBucket);
  const facts = pulumi.output({ account: accountOf(project), state: state?.store });
  const role = makeRole.bind(undefined, provider);
  // A preview shows it before anybody says yes: in the wrong account, or for the wrong repository, this hands out the keys.
  facts.apply(({ account: { accountId, region } }) =>
    pulumi.log.info(
      `Account ${accountId}, region ${region}. The roles trust the workflows of ${config.repository}, on ${branch}; to push images also on tags ${imageTags}.`,
    ),
  );

  const preview = role(
    `${project}-preview`,
    [subject("pull_request"), subject(`ref:refs/heads/${branch}`)],
    facts.apply(({ account, state }) =>
      previewStatements(
        account,
        stacks.map((stack) => stackNameOf(config, stack)),
        state,
      ),
    ),
  );
  // Other partitions don't know the condition key.
  const onBranch = facts.apply(({ account }) => (account.partition === "aws" ? branch : undefined));
  for (const stack of stacks) {
    role(
      roleOf(project, "deploy", stack),
      [subject(`environment:${stack}`)],
      facts.apply(({ account, state }) => deployStatements(account, stackNameOf(config, stack), state)),
      // A database takes its time, and the credentials have to last.
      { onBranch, maxSessionDuration: 7200 },
    );
  }
  for (const app of apps) {
    role(
      roleOf(project, "release", app),
      [subject(`environment:${app}`)],
      facts.apply(({ account }) => releaseStatements(account, stackNameOf(config, app))),
      { onBranch, maxSessionDuration: RELEASE_SECONDS },
    );
  }

  role(
    imagesRole(project),
    [subject(`ref:refs/heads/${branch}`)],
    facts.apply(({ account }) => imagesStatements(account)),
    { orLike: subject(`ref:refs/tags/${imageTags}`), maxSessionDuration: IMAGES_SECONDS },
  );

  return {
    /** Goes into the repository variable AWS_ROLE_PREFIX. */
    rolePrefix: preview.arn.apply((arn) => arn.replace(/-preview$/, "")),
    /** Goes into the repository variable AWS_REGION. */
    region: facts.apply(({ account }) => account.region),
    /** Goes into the repository variable PULUMI_BACKEND_URL. */
    backendUrl: state?.backendUrl,
    /** Goes into the repository variable PULUMI_SECRETS_PROVIDER. */
    secretsProvider: state?.secretsProvider,
    repositories,
  };
}

/**
 * What keeps a destroy from deleting anything. The engine refuses what is protected when its turn comes, and deletes everything that
 * nothing protected depends on: the roles that the workflows need. This one depends on everything, which stays with it.
 */
function refuseDestroy(project: string): void {
  const stack = pulumi.runtime.getStackResource();
  new pulumi.ComponentResource(
    "ublog:bootstrap:DeletionProtection",
    `${project}-deletion-protection`,
    {},
    { ...keep, ...(stack && { dependsOn: stack }) },
  );
}

function accountOf(project: string): pulumi.Output<Account> {
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  return pulumi.output({ project, partition, region, accountId });
}

/** How many days an image that lost its tag is kept. */
const UNTAGGED_DAYS = 14;

/** A repository with immutable tags. Releases name images by digest, so no tagged image is ever thrown away. */
function makeRepository(name: string): aws.ecr.Repository {
  const repository = new aws.ecr.Repository(
    name,
    {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    },
    keep,
  );
  new aws.ecr.LifecyclePolicy(name, {
    repository: repository.name,
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          description: "Leftovers of builds",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: UNTAGGED_DAYS,
          },
          action: { type: "expire" },
        },
      ],
    }),
  });
  return repository;
}

/** Lets jobs of GitHub Actions prove who they are. AWS checks the certificate itself. */
function makeProvider(): aws.iam.OpenIdConnectProvider {
  return new aws.iam.OpenIdConnectProvider(
    "github",
    {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    },
    keep,
  );
}

function makeRole(
  providerArn: pulumi.Input<string>,
  name: string,
  subjects: string[],
  statements: pulumi.Output<Statement[]>,
  {
    onBranch,
    orLike,
    ...more
  }: {
    onBranch?: pulumi.Output<string | undefined>;
    /** A pattern of subjects that are trusted besides. */
    orLike?: string;
    maxSessionDuration?: number;
  } = {},
): aws.iam.Role {
  const trust = pulumi.all([providerArn, onBranch]);
  const role = new aws.iam.Role(name, {
    name,
    description: `GitHub Actions: ${[...subjects, orLike ?? []].flat().join(", ")}`,
    assumeRolePolicy: document(
      trust.apply(([arn, branch]) => [
        trustStatement(arn, subjects, branch),
        ...(orLike === undefined ? [] : [trustLike(arn, orLike)]),
      ]),
    ),
    ...more,
  });
  new aws.iam.RolePolicy(name, { role: role.name, policy: document(statements) });
  return role;
}
