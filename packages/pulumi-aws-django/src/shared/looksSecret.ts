/** Words for what only some people may know. They count anywhere in a name: `POSTGRES_PASSWORD`, `PGPASSWORD`, `SECRET_V2`. */
const SECRET_WORD = /SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|TOKEN$|APIKEY/;

/** A last word that makes a name be about a secret, or about its place: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`, `DB_SECRET_NAME`. */
const ABOUT =
  /^(NAME|ARN|ID|URL|URI|PATH|FILE|DIR|DIRECTORY|HOST|PORT|ENDPOINT|REGION|TTL|AGE|EXPIRY|EXPIRES|EXPIRATION|EXPIRE|IN|PERIOD|DURATION|LIFETIME|TIMEOUT|INTERVAL|SECONDS|MINUTES|HOURS|DAYS|LENGTH|SIZE|MIN|MAX|LIMIT|COUNT|TYPE|PREFIX|SUFFIX|HEADER|COOKIE|FIELD|PARAM|ENABLED|DISABLED|REQUIRED|ALGORITHM|HASHER|HASHERS|VALIDATORS|BACKEND|CLASS|STRATEGY|POLICY|MODE|ISSUER|AUDIENCE|USER|USERNAME|LOCATION)$/;

/** Keys that open nothing: those that everybody may know, and those of tables, queues and caches. */
const OPEN_KEY = /^(PUB|ANON|SITE|PRIMARY|FOREIGN|SORT|PARTITION|CACHE|ROUTING|IDEMPOTENCY|LOOKUP|GROUP)$/;

/** Values that mean yes, no or nothing. */
const SWITCH = /^(|true|false|yes|no|on|off|none|null|0|1)$/i;

/** The beginning or the contents of values that services hand out or that open a connection. */
const SECRET_VALUES: readonly RegExp[] = [
  // Stripe
  /\b[sr]k_(live|test)_\w/,
  /\bwhsec_\w/,
  // AWS
  /\bAKIA[A-Z0-9]{4,}/,
  /\bASIA[A-Z0-9]{16}/,
  // GitHub, GitLab
  /\bgh[opsur]_\w/,
  /\bgithub_pat_\w/,
  /\bglpat-\w/,
  // Slack
  /\bxox[a-z]-\w/,
  /\bxapp-\d/,
  /hooks\.slack\.com\/services\/\w/,
  // OpenAI and Anthropic, SendGrid, Google, DigitalOcean, Shopify, Hugging Face, npm, PyPI, Docker
  /\bsk-[\w-]{20,}/,
  /\bSG\.[\w-]+\.[\w-]+/,
  /\bGOCSPX-\w/,
  /\bdo[opr]_v1_\w/,
  /\bshp(at|ca|pa|ss)_\w/,
  /\bhf_\w{20,}/,
  /\bnpm_\w{20,}/,
  /\bpypi-\w{16,}/,
  /\bdckr_pat_\w/,
  // A signed token (JWT)
  /\beyJ[\w-]{8,}\.eyJ[\w-]+\./,
  // Private keys; public ones and certificates are for everybody.
  /-----BEGIN (?!([A-Z0-9 ]+ )?(PUBLIC KEY|CERTIFICATE))/,
  // user:password@ in a URL, except a placeholder that something fills in later
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?![$<{%*])[^\s/@]+@/i,
  // password=… in a connection string, likewise
  /(^|[\s;&?,])(password|passwd|pwd|accountkey|sharedaccesskey)\s*=\s*(?![$<{%*])[^\s;&,]/i,
];

/** Whether a value is one that only some people may know, as far as its form shows. */
export function looksSecretByValue(value: string): boolean {
  return SECRET_VALUES.some((form) => form.test(value));
}

/** Whether a variable of this name holds a secret. */
export function looksSecretByName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  // What browsers get, such as NUXT_PUBLIC_… and NEXT_PUBLIC_….
  if (words.includes("PUBLIC") || words.includes("PUBLISHABLE") || ABOUT.test(last)) return false;
  if (words.some((word) => SECRET_WORD.test(word))) return true;
  // PWD alone is the working directory.
  if (words.length > 1 && /^(PASS|PWD)$/.test(last)) return true;
  const key = words.findLastIndex((word) => /^KEYS?$/.test(word));
  if (key === -1) return false;
  const kinds = words.slice(key + 1);
  const isKey = kinds.every((word) =>
    /^(\d+|V\d+|B64|BASE64|PEM|HEX|PROD|LIVE|TEST|DEV|OLD|NEW)$/.test(word),
  );
  return isKey && !OPEN_KEY.test(words[key - 1] ?? "");
}

/** Whether a value is probably a secret: by its form, or by its name unless it only says yes or no. */
export function looksSecret(name: string, value: string | undefined): boolean {
  if (value !== undefined && looksSecretByValue(value)) return true;
  return looksSecretByName(name) && !SWITCH.test(value?.trim() ?? "unknown");
}

/** The words of a name, in capitals: of `STRIPE_SECRET_KEY`, `stripe-secret-key` and `stripeSecretKey`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/);
}
