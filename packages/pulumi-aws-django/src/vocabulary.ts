/*
 * The words for the processes and images of an app: what settings, outputs, deploy targets and the release tool call them, and
 * what their resources are called in AWS. It imports nothing: the release tool starts with it.
 */

/** An image of an app. */
interface ImageWord {
  /** The port that its server listens on: gunicorn's isn't a setting, Nuxt reads `PORT`. */
  port: number;
  /** Former words that people may still know it by. The release tool accepts them and shows the current one. */
  former: readonly string[];
}

/** The images by word. Their repositories are called `<project>-<word>` where no other is given. */
export const IMAGES = {
  backend: { port: 8000, former: ["django"] },
  frontend: { port: 3000, former: ["nuxt", "web-ui"] },
} as const satisfies Record<string, ImageWord>;

export type ImageName = keyof typeof IMAGES;

/** A process that every app has, or may have. */
interface ProcessWord {
  /** What its service, family, container and log group are called in AWS, after the name of the app: the names of pulumi-aws-django 1.28. */
  physical: string;
  image: ImageName;
  former: readonly string[];
}

/** The processes by word. Workers, own services and scheduled commands are called what their settings call them, in AWS too. */
export const PROCESSES = {
  gunicorn: { physical: "gunicorn", image: "backend", former: [] },
  frontend: { physical: "web-ui", image: "frontend", former: ["nuxt", "web-ui"] },
  beat: { physical: "beat", image: "backend", former: [] },
  update: {
    physical: "backend_update",
    image: "backend",
    former: ["backend_update", "preUpdate", "pre_update", "pre-update"],
  },
} as const satisfies Record<string, ProcessWord>;

export type ProcessName = keyof typeof PROCESSES;

/** The variable with a release's version. The release tool sets it; the templates of the infrastructure don't have it. */
export const VERSION_VARIABLE = "APP_VERSION";

/** Beginning of the line with which the container that makes the database tells why it failed: its last one. */
export const DATABASE_FAILURE = "The database isn't ready:";

/** What the resources of a process are called in AWS, after the name of the app. */
export function physicalName(process: string): string {
  return isProcessName(process) ? PROCESSES[process].physical : process;
}

/** Whether a process is one of those that aren't named by their settings. */
export function isProcessName(process: string): process is ProcessName {
  return Object.hasOwn(PROCESSES, process);
}

/** The current word for a process that formerly had this one; undefined for any other. */
export const processFormerlyCalled = (word: string) => formerly(PROCESSES, word);

/** The current word for an image that formerly had this one; undefined for any other. */
export const imageFormerlyCalled = (word: string) => formerly(IMAGES, word);

function formerly(words: Record<string, { former: readonly string[] }>, word: string): string | undefined {
  return Object.entries(words).find(([, { former }]) => former.includes(word))?.[0];
}

/** Name of the SSM parameter that holds the deploy targets of a Pulumi project's environment. */
export function deployTargetsParameterName(project: string, environment: string): string {
  return `/django/${project}/${environment}/deploy-targets`;
}
