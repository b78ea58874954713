/** What every command is given. */
export interface CommonOptions {
  /** The longest that one wait may take, in milliseconds. */
  timeout: number;
}

export interface ChangeOptions extends CommonOptions {
  /** Only say what would be done. */
  dryRun?: boolean;
}
