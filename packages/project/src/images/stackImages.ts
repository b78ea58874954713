import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { describeRevision } from "@ublog/app-update/src/release/describe.ts";
import type { DeployTargets } from "pulumi-aws-django/deploy-targets";
import { IMAGES, type ImageName } from "pulumi-aws-django/vocabulary";

/** Processors as the settings of a stack call them, and as Docker does. */
const PLATFORMS = { x86_64: "linux/amd64", arm64: "linux/arm64" } as const;
export type Platform = (typeof PLATFORMS)[keyof typeof PLATFORMS];

/** An image that a stack runs. */
export interface StackImage {
  /** Its repository, without a tag. Undefined where nothing sets one: then it is `<project>-<image>` in the account's ECR. */
  repository?: string | undefined;
  /** What its processes run on, in order. */
  platforms: readonly Platform[];
}

export type StackImages = Partial<Record<ImageName, StackImage>>;

/** The images of an environment that is up, as the templates of its processes have them. */
export async function imagesOfTargets(aws: Aws, targets: DeployTargets): Promise<StackImages> {
  const tasks = [...targets.services, targets.update, ...targets.scheduled];
  const templates = new Map(
    await Promise.all(
      [...new Set(tasks.map(({ template }) => template))].map(
        async (template) => [template, await describeRevision(aws, template)] as const,
      ),
    ),
  );
  const images = imageNames().filter((image) => targets.images[image] !== undefined);
  return Object.fromEntries(
    images.map((image) => {
      const platforms = tasks
        .filter((task) => task.image === image)
        .map(({ template }) =>
          templates.get(template)?.definition.runtimePlatform?.cpuArchitecture === "ARM64"
            ? PLATFORMS.arm64
            : PLATFORMS.x86_64,
        );
      return [image, { repository: targets.images[image], platforms: inOrder(platforms) }];
    }),
  );
}

/** The images of an app stack by its settings, `ublog:architecture` as `architecture`. What is wrong in them a preview says. */
export function imagesOfSettings(settings: Readonly<Record<string, unknown>>): StackImages {
  const parts = (name: string) => Object.values(record(settings[name])).map(record);
  const frontend = record(settings.frontend);
  const processes = [
    ...["gunicorn", "beat", "update"].map((name) => record(settings[name])),
    ...["workers", "services", "scheduledCommands"].flatMap(parts),
    { ...frontend, image: "frontend", enabled: frontend.enabled === true },
  ].filter(({ enabled }) => enabled !== false);
  const own: Record<ImageName, Record<string, unknown>> = { backend: record(settings.django), frontend };
  return Object.fromEntries(
    imageNames().flatMap((image) => {
      const running = processes.filter((process) => (process.image ?? "backend") === image);
      if (running.length === 0) return [];
      const platforms = running.map(({ architecture }) =>
        (architecture ?? settings.architecture) === "arm64" ? PLATFORMS.arm64 : PLATFORMS.x86_64,
      );
      const { repository } = own[image];
      return [
        [
          image,
          {
            repository: typeof repository === "string" ? repository : undefined,
            platforms: inOrder(platforms),
          },
        ],
      ];
    }),
  );
}

const imageNames = () => Object.keys(IMAGES) as ImageName[];

const inOrder = (platforms: readonly Platform[]): Platform[] => [...new Set(platforms)].sort();

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
