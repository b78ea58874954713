/** Printed before anything runs on the stand-in. */
export const WHAT_IS_REAL =
  "Real: the Pulumi engine and the programs in stacks/.\nStand-in: AWS, kept in .sandbox/ on this machine.";
