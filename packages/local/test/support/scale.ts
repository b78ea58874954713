/** What tests divide time limits by: 20, and 1 with UBLOG_FULL_LENGTH. */
export const SCALE = process.env.UBLOG_FULL_LENGTH ? 1 : 20;
