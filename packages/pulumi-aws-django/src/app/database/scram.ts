import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** What Postgres itself uses: https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SCRAM-ITERATIONS */
const ITERATIONS = 4096;

/**
 * What Postgres stores of a password, in the form that `ALTER ROLE … PASSWORD` takes as it is: the password can't be worked out from
 * it, so it may be in a statement and in the server's log (RFC 5803; https://www.postgresql.org/docs/current/catalog-pg-authid.html).
 * The same salt gives the same verifier. Throws where the password is not printable ASCII, which would have to be normalised first.
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  if (!/^[\x20-\x7e]+$/.test(password))
    throw new Error("The password of a database has characters outside printable ASCII.");
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}
