import type { Scenario } from "../ecs/behaviour.ts";

/** A version of the application that goes wrong in the sandbox: one whose tag ends in the ending. */
export interface BadVersion {
  ending: string;
  /** What happens, for a person. */
  what: string;
  /** What its containers do. */
  scenario?: Scenario;
  /** Whether the registry has no such image. */
  isMissing?: boolean;
  /** What it is built for, where that isn't every architecture. */
  architecture?: string;
}

/** Every other version is good. */
export const badVersions: readonly BadVersion[] = [
  {
    ending: "-missing",
    what: "was never pushed to the registry",
    isMissing: true,
  },
  {
    ending: "-arm64",
    what: "is built for arm64 alone: no process on x86_64 can run it",
    architecture: "arm64",
  },
  {
    ending: "-no-database",
    what: "can't reach the database's server",
    scenario: {
      database: {
        log: [
          'The database isn\'t ready: no connection to base-database: connection to server at "base-database", port 5432 failed: timeout expired',
        ],
        exit: { code: 1, afterSeconds: 10 },
      },
    },
  },
  {
    ending: "-unfit",
    what: "is refused by the check: uploads would go elsewhere",
    scenario: {
      check: {
        log: [
          "PROBLEM storage-prefix",
          "  The storage `default` writes outside of alpha/.",
          "  -> Set its location below AWS_LOCATION.",
          "25 questions asked: 1 problem and 0 warnings.",
          'django-ecs-check {"version":1,"kit":null,"django":"5.2.1","celery":"5.7.0","questions":25,"problems":[{"question":"storage-prefix","reason":"The storage `default` writes outside of alpha/.","remedy":"Set its location below AWS_LOCATION."}],"warnings":[]}',
        ],
        exit: { code: 3, afterSeconds: 3 },
      },
    },
  },
  {
    ending: "-bad-migration",
    what: "has a migration that fails",
    scenario: {
      backend_update: {
        log: [
          "Operations to perform:",
          "  Apply all migrations: accounts, admin, auth, blog, contenttypes, sessions",
          "Running migrations:",
          "  Applying blog.0007_unique_slug...",
          'django.db.utils.IntegrityError: could not create unique index "blog_post_slug_key"',
        ],
        exit: { code: 1, afterSeconds: 6 },
      },
    },
  },
  {
    ending: "-unhealthy",
    what: "answers its health check with 400: ALLOWED_HOSTS doesn't fit",
    scenario: {
      gunicorn: { log: ["Invalid HTTP_HOST header: '10.0.10.4:8000'."], health: 400 },
    },
  },
  {
    ending: "-crash",
    what: "has a web process that ends on start: a setting is missing",
    scenario: {
      gunicorn: {
        log: ["django.core.exceptions.ImproperlyConfigured: Set the STRIPE_API_KEY environment variable"],
        exit: { code: 3, afterSeconds: 2 },
      },
    },
  },
  {
    ending: "-oom",
    what: "has a worker that runs out of memory",
    scenario: {
      default: {
        exit: {
          code: 137,
          afterSeconds: 12,
          reason: "OutOfMemoryError: Container killed due to memory usage",
        },
      },
    },
  },
  {
    ending: "-no-broker",
    what: "has a worker that never reaches its broker",
    scenario: {
      default: {
        log: [
          "[{time}: ERROR/MainProcess] consumer: Cannot connect to rediss://:**@base-cache:6379//: Timeout connecting to server. Trying again in 2.00 seconds... (1/100)",
          "[{time}: ERROR/MainProcess] consumer: Cannot connect to rediss://:**@base-cache:6379//: Timeout connecting to server. Trying again in 4.00 seconds... (2/100)",
        ],
      },
    },
  },
  {
    ending: "-no-capacity",
    what: "is released when AWS has no capacity for its web process",
    scenario: {
      gunicorn: { unplaceable: "Capacity is unavailable at this time. Please try again later" },
    },
  },
  {
    ending: "-slow",
    what: "takes almost two minutes to answer, and works then",
    scenario: { gunicorn: { startSeconds: 60, healthyAfterSeconds: 45 } },
  },
];

/** What is known about the version with a tag; nothing for a good one. */
export function versionNamed(tag: string): BadVersion | undefined {
  return badVersions.find(({ ending }) => tag.endsWith(ending));
}

/** The versions for a person, a line each. */
export function describeVersions(): string {
  const width = Math.max(...badVersions.map(({ ending }) => ending.length));
  return [
    "Every version that can be the tag of an image counts as pushed to the stand-in",
    "registry and works, unless its name has one of these endings, as",
    "v1.2.3-unhealthy has:",
    "",
    ...badVersions.map(({ ending, what }) => `  ${ending.padEnd(width)}  ${what}`),
  ].join("\n");
}
