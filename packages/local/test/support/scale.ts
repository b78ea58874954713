/** What tests divide time limits by: 20, and 1 with UBLOG_FULL_LENGTH. */
export const SCALE = process.env.UBLOG_FULL_LENGTH ? 1 : 20;

/** Milliseconds that a test of how containers stop may take. */
export const STOPPING_LIMIT = 180_000 + 3_600_000 / SCALE;
