/** The number of a process that is gone: no system assigns one this high. */
export const GONE = 2 ** 22 + 1;
