import { resolve } from "node:path";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import type { ImageName } from "pulumi-aws-django/vocabulary";
import { nameOf, type Order } from "./buildArguments.ts";
import { type Checkout, CheckoutProblems, commitOfTag, readCheckout } from "./checkout.ts";
import { IMAGES_FILE, type ImageSource, type ImageSources, readImagesFile } from "./imagesFile.ts";
import type { BuildOptions } from "./options.ts";
import type { Pushed } from "./pushedImage.ts";
import { lookUp } from "./registry.ts";
import { stackWants, type Want, type Wants } from "./stackWants.ts";
import { shortCommit, versionOf } from "./version.ts";
import type { Workshop } from "./workshop.ts";

/** An image to make, and what is in the registry under its name already: the same. */
export interface Job {
  image: ImageName;
  order: Order;
  there?: Pushed;
}

/** The images that are asked for; and everything that is in the way of it, each a sentence. */
export interface Jobs {
  jobs: Job[];
  problems: string[];
  remarks: string[];
}

/** Finds out what is to be built of what, as what; changes nothing. */
export async function jobsOf(session: Session, workshop: Workshop, options: BuildOptions): Promise<Jobs> {
  const { images, remarks } = await stackWants(session, workshop, options);
  const sources = readImagesFile(workshop.sources);
  const chosen = (options.images ?? Object.keys(images)) as ImageName[];
  const answers = await Promise.all(
    chosen.map(async (image): Promise<{ job?: Job; problems: string[] }> => {
      const chosen = chosenOf(image, images, sources, options.stack);
      if ("problem" in chosen) return { problems: [chosen.problem] };
      try {
        return await jobOf(session, workshop, options, chosen);
      } catch (error) {
        if (!(error instanceof CheckoutProblems) && !(error instanceof Refusal)) throw error;
        return { problems: [...error.problems] };
      }
    }),
  );
  const jobs = answers.flatMap(({ job }) => job ?? []);
  return {
    jobs,
    problems: answers.flatMap(({ problems }, index) =>
      problems.map((problem) => `${chosen[index]}: ${problem}`),
    ),
    remarks: [...remarks, ...jobs.flatMap(stowawaysOf)],
  };
}

function stowawaysOf({ image, order, there }: Job): string[] {
  const { context, stowaways } = order.checkout;
  if (stowaways.length === 0 || there !== undefined) return [];
  return [
    `${image}: ${context} has no .dockerignore, so what git ignores goes into the image, too: ${listed(stowaways)}. \`ublog init\` writes one.`,
  ];
}

/** What is to become of one image; what is wrong with what is there already counts as a problem. */
async function jobOf(
  session: Session,
  workshop: Workshop,
  options: BuildOptions,
  { image, want, source }: { image: ImageName; want: Want; source: ImageSource },
): Promise<{ job?: Job; problems: string[] }> {
  const { git } = workshop;
  const given = options.folders?.[image];
  const folder =
    given === undefined ? resolve(workshop.sources, source.folder) : resolve(workshop.folder, given);
  const checkout = await readCheckout(git, image, { ...source, folder });
  const written = options.versions?.[image] ?? options.version;
  const version = versionOf(checkout, {
    version: written,
    commitOfTag: written === undefined ? undefined : await commitOfTag(git, folder, written),
  });
  const problems = options.push && checkout.changes.length > 0 ? [uncommitted(checkout)] : [];
  if ("problem" in version) return { problems: [...problems, version.problem] };
  const order: Order = {
    checkout,
    version: checkout.changes.length > 0 ? `${version.version}-dirty` : version.version,
    repository: want.repository,
    platforms: want.platforms,
    push: options.push,
    attested: options.push,
    cached: options.githubCache,
  };
  if (!options.push || problems.length > 0) return { job: { image, order }, problems };
  const there = await lookUp(session, workshop, order);
  const conflict = there === undefined ? undefined : conflictWith(there, order);
  return conflict === undefined ? { job: { image, order, there }, problems: [] } : { problems: [conflict] };
}

function uncommitted({ context, commit, changes }: Checkout): string {
  return `${context} isn't what the commit ${shortCommit(commit)} says: ${listed(changes)}. Commit it, or set it aside (git -C ${context} stash --include-untracked). --no-push builds it as it is, for this machine.`;
}

/** How many files are named in a message. */
const SHOWN = 5;

function listed(files: readonly string[]): string {
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : "";
  return `${files.slice(0, SHOWN).join(", ")}${more}`;
}

/** Why what is in the registry under this name isn't what would be built; undefined where it is. */
function conflictWith({ revision }: Pushed, order: Order): string | undefined {
  const { checkout, version } = order;
  if (revision === checkout.commit) return undefined;
  const whose =
    revision === undefined
      ? "doesn't say which commit it was built of"
      : `was built of the commit ${shortCommit(revision)}`;
  return `${nameOf(order)} is there already and ${whose}; ${shortCommit(checkout.commit)} is checked out. What was pushed never changes: give this commit a tag of its own (git -C ${checkout.context} tag …), or write --version. \`ublog release ${version}\` releases what is there.`;
}

/** The chosen images with what is known of each; a sentence where something is missing. */
function chosenOf(image: ImageName, images: Wants["images"], sources: ImageSources, stack: string): Chosen {
  const want = images[image];
  const source = sources[image];
  if (want === undefined)
    return {
      problem: `${stack} doesn't run it. ${image === "frontend" ? "Turn the Nuxt server on in the stack's file, `ublog:frontend: { enabled: true }`, or leave" : "Leave"} the word out.`,
    };
  if (source === undefined)
    return {
      problem: `${IMAGES_FILE} doesn't say where it comes from, and ${stack} runs it. Run \`ublog init\`, which writes it, or turn it off in the stack's file: \`ublog:${image}: { enabled: false }\`.`,
    };
  return { image, want, source };
}

type Chosen = { image: ImageName; want: Want; source: ImageSource } | { problem: string };
