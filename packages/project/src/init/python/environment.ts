import type { SyntaxNode } from "@lezer/common";
import { stringValue } from "./strings.ts";
import { argumentsOf, dottedName, partsOf, type Source, textOf } from "./syntax.ts";

/** A variable of the environment that code reads. */
export interface VariableRead {
  name: string;
  /** The node of what holds where it isn't set; undefined where the code fails then. */
  otherwise: SyntaxNode | undefined | "nothing";
}

/** Functions and objects by which code reads variables: of the standard library, django-environ, environs, python-decouple and dj-database-url. */
const READERS =
  /^(os\.)?(environ(\.get|\.setdefault|\.pop)?|getenv)$|^(self\.)?(env|ENV|_env|environment|config|get_env|get_env_variable|getenv|env_var|env_config|decouple_config)(\.(str|bool|int|float|list|tuple|dict|json|url|path|db|db_url|cache|cache_url|email|email_url|search_url|channels|channels_url|dj_db_url|dj_email_url|dj_cache_url|log_level|timedelta|get_value|get|decimal|uuid|bytes))?$/;

/** The variable that a method reads where it is given none. */
const BY_ITSELF: Record<string, string> = {
  db: "DATABASE_URL",
  db_url: "DATABASE_URL",
  cache: "CACHE_URL",
  cache_url: "CACHE_URL",
  email: "EMAIL_URL",
  email_url: "EMAIL_URL",
};

/** The variable that an expression reads from the environment; undefined for any other expression. */
export function variableReadBy(source: Source, node: SyntaxNode): VariableRead | undefined {
  if (node.name === "MemberExpression") return subscript(source, node);
  if (node.name !== "CallExpression") return undefined;
  const [called = null, list = null] = partsOf(node);
  const name = dottedName(source, called);
  const { positional, named } = argumentsOf(source, list);
  if (name === "dj_database_url.config" || name === "django_heroku.settings")
    return {
      name: literal(source, named.env) ?? "DATABASE_URL",
      otherwise: named.default ?? "nothing",
    };
  if (name === undefined || !READERS.test(name)) return undefined;
  const method = name.split(".").at(-1) ?? "";
  const variable =
    literal(source, positional[0]) ??
    literal(source, named.var ?? named.name ?? named.key) ??
    (positional.length === 0 ? BY_ITSELF[method] : undefined);
  if (variable === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) return undefined;
  // What `get` and `getenv` of the standard library give where nothing is set is None, and no error.
  const isForgiving = /^(os\.)?(environ\.(get|pop)|getenv)$/.test(name);
  return {
    name: variable,
    otherwise: named.default ?? positional[1] ?? (isForgiving ? "nothing" : undefined),
  };
}

function subscript(source: Source, node: SyntaxNode): VariableRead | undefined {
  const [object = null, key, ...others] = partsOf(node);
  const name = dottedName(source, object);
  if (name === undefined || !/^((os\.)?environ|env)$/.test(name) || others.length > 0) return undefined;
  const variable = literal(source, key);
  return variable === undefined ? undefined : { name: variable, otherwise: undefined };
}

const literal = (source: Source, node: SyntaxNode | undefined): string | undefined =>
  node?.name === "String" ? stringValue(textOf(source, node)) : undefined;
