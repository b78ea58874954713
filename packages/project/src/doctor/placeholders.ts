/** The domains that are reserved for examples: https://www.rfc-editor.org/rfc/rfc2606. */
const EXAMPLE = /(^|\.)example\.(com|net|org)$|\.(example|invalid|test)$/;

/** Whether a domain or a zone is that of the committed files, which mark it CHANGE. */
export function isPlaceholder(value: string): boolean {
  return EXAMPLE.test(value) || value.startsWith("Z0123456789");
}
