/** The number of a process that is gone: no system gives so high a one. */
export const GONE = 2 ** 22 + 1;
