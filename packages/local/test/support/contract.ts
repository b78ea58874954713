/** Variables that no process of the stories asks for, and why. The others one does: `test/real/django.test.ts`. */
export const NOT_ASKED_FOR: Readonly<Record<string, string>> = {
  BASE_STACK_NAME: "for code of the project's own, such as a page that tells where it runs",
  DOMAIN_NAME: "for code of the project's own, such as cookies for all subdomains",
  SECRET_KEY: "the value of DJANGO_SECRET_KEY, under the name that the reference app reads",
  SENTRY_DSN: "needs an account of Sentry",
  SENTRY_ENVIRONMENT: "as SENTRY_DSN",
  PYTHONUNBUFFERED:
    "the interpreter itself reads it, not Python's code: what a worker prints without flushing is waited for",
};
