/** Something wrong with an argument: where it is, and a sentence with the value that was given and what to write instead. */
export interface Problem {
  /** Path of the argument, for example `workers.mail.cpu`. */
  path: string;
  /** The whole sentence, without the path. */
  reason: string;
}
