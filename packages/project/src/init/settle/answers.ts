/** A value, and whether somebody has yet to put the right one in its place. */
export interface Answer {
  value: string;
  isPlaceholder: boolean;
}

/** What the project can't say: what people answer, by a flag or when they are asked. */
export interface Answers {
  stack: string;
  region: Answer;
  /** The domain and its Route 53 zone; `trial` for an environment without one. */
  domain: { name: Answer; zoneId: Answer } | "trial";
  /** Whether there is Celery; undefined leaves it to what the project shows. */
  celery: boolean | undefined;
}

/** What stands in the committed files, for people to change. */
export const PLACEHOLDERS: Answers = {
  stack: "alpha",
  region: { value: "us-east-1", isPlaceholder: true },
  domain: {
    name: { value: "example.com", isPlaceholder: true },
    zoneId: { value: "Z0123456789ABCDEFGHIJ", isPlaceholder: true },
  },
  celery: undefined,
};
