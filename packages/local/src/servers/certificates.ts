import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../install/run.ts";

/** A certificate authority of its own, which no system trusts. */
export interface Authority {
  folder: string;
  /** The file that clients verify servers with. */
  certificate: string;
}

/** A server's key pair: files in PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes a certificate authority in `folder`, with the `openssl` on PATH. */
export async function makeAuthority(folder: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const certificate = join(folder, "ca.pem");
  const files = ["-keyout", join(folder, "ca.key"), "-out", certificate];
  const usage = ["-addext", "keyUsage = critical, keyCertSign, cRLSign"];
  await mustRun("openssl", [
    ...["req", "-x509", "-days", "30", "-subj", "/CN=ublog local CA", ...usage, ...EC, ...files],
  ]);
  return { folder, certificate };
}

/** A certificate for a server that is reached by these host names or addresses. */
export async function certify(
  { folder, certificate: ca }: Authority,
  name: string,
  hosts: readonly string[],
): Promise<KeyPair> {
  const file = (suffix: string) => join(folder, `${name}.${suffix}`);
  const names = hosts.map((host) => (/^[\d.]+$|:/.test(host) ? `IP:${host}` : `DNS:${host}`));
  // Python from 3.13 on insists on the authority's key.
  writeFileSync(file("ext"), `subjectAltName = ${names.join(", ")}\nauthorityKeyIdentifier = keyid\n`);
  await mustRun("openssl", [
    ...["req", "-subj", `/CN=${name}`, ...EC, "-keyout", file("key"), "-out", file("csr")],
  ]);
  const signing = ["-CA", ca, "-CAkey", join(folder, "ca.key"), "-CAcreateserial", "-days", "30"];
  await mustRun("openssl", [
    ...["x509", "-req", "-in", file("csr"), "-out", file("pem"), "-extfile", file("ext"), ...signing],
  ]);
  return { certificate: file("pem"), key: file("key") };
}
