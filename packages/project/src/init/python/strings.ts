const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

/** What a string literal says; undefined for one of bytes. */
export function stringValue(literal: string): string | undefined {
  const [, prefix = "", quote = "", inner = ""] = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(literal) ?? [];
  if (quote === "" || /b/i.test(prefix)) return undefined;
  if (/r/i.test(prefix)) return inner;
  return inner.replace(/\\([\s\S])/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}
