import type { SyntaxNode } from "@lezer/common";
import { variableReadBy } from "./environment.ts";
import { stringValue } from "./strings.ts";
import { argumentsOf, childrenOf, dottedName, partsOf, type Source, textOf } from "./syntax.ts";
import { isDict, type PyDict, type PyValue, Unknown } from "./values.ts";

/** What an expression may refer to. */
export interface Surroundings {
  source: Source;
  /** The value of a name, or of an attribute such as `app.conf.task_routes`. */
  lookUp(name: string): PyValue | undefined;
  /** Called with each variable of the environment that is read, and what holds where it isn't set; gives the value that it has. */
  reads(name: string, otherwise: PyValue | undefined): PyValue | undefined;
}

/** The value of an expression, as far as its text says it. */
export function evaluate(node: SyntaxNode | undefined, around: Surroundings): PyValue {
  if (node === undefined) return new Unknown("");
  const { source } = around;
  const text = textOf(source, node);
  const unknown = () => new Unknown(text);
  const value = (part: SyntaxNode | undefined) => evaluate(part, around);
  switch (node.name) {
    case "String":
      return stringValue(text) ?? unknown();
    case "ContinuedString": {
      const parts = partsOf(node).map(value);
      return parts.every((part) => typeof part === "string") ? parts.join("") : unknown();
    }
    case "FormatString":
      return formatted(node, around) ?? unknown();
    case "Number": {
      const number = Number(text.replaceAll("_", ""));
      return Number.isNaN(number) ? unknown() : number;
    }
    case "Boolean":
      return text === "True";
    case "None":
      return null;
    case "ParenthesizedExpression":
      return value(partsOf(node)[0]);
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return listValue(node, around);
    case "DictionaryExpression":
      return dictValue(node, around);
    case "UnaryExpression": {
      const of = value(partsOf(node).at(-1));
      if (of instanceof Unknown) return unknown();
      if (text.startsWith("not")) return !isTrue(of);
      return typeof of === "number" && text.startsWith("-") ? -of : unknown();
    }
    case "ConditionalExpression": {
      const [yes, test, no] = partsOf(node).filter(({ name }) => !["if", "else"].includes(name));
      const decided = value(test);
      if (decided instanceof Unknown) {
        const either = [value(yes), value(no)];
        return either.find((one) => !(one instanceof Unknown)) ?? unknown();
      }
      return value(isTrue(decided) ? yes : no);
    }
    case "BinaryExpression":
      return binary(node, around) ?? unknown();
    case "VariableName":
      return around.lookUp(text) ?? unknown();
    case "MemberExpression":
      return readVariable(node, around) ?? member(node, around) ?? unknown();
    case "CallExpression":
      return readVariable(node, around) ?? call(node, around) ?? unknown();
    default:
      return unknown();
  }
}

/** Whether Python takes a value for true. */
export const isTrue = (value: PyValue): boolean =>
  Array.isArray(value) ? value.length > 0 : isDict(value) ? Object.keys(value).length > 0 : Boolean(value);

function readVariable(node: SyntaxNode, around: Surroundings): PyValue | undefined {
  const read = variableReadBy(around.source, node);
  if (read === undefined) return undefined;
  const { name, otherwise } = read;
  const given =
    otherwise === undefined ? undefined : otherwise === "nothing" ? null : evaluate(otherwise, around);
  const value = around.reads(name, given);
  const text = textOf(around.source, node);
  // A URL is taken apart by these: what comes out isn't the text.
  if (/(\.(db|cache|email|search)(_url)?\(|dj_database_url)/.test(text)) return new Unknown(text);
  return value ?? new Unknown(text);
}

function formatted(node: SyntaxNode, around: Surroundings): string | undefined {
  const text = textOf(around.source, node);
  let result = "";
  let at = node.from;
  for (const part of partsOf(node).filter(({ name }) => name === "FormatReplacement")) {
    const value = evaluate(partsOf(part)[0], around);
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    result += around.source.text.slice(at, part.from) + String(value);
    at = part.to;
  }
  result += around.source.text.slice(at, node.to);
  return /^[rR]?[fF]/.test(text) ? stringValue(result.replace(/^[a-zA-Z]+/, "")) : undefined;
}

function listValue(node: SyntaxNode, around: Surroundings): PyValue[] {
  const list: PyValue[] = [];
  let isSpread = false;
  for (const child of childrenOf(node)) {
    if (child.name === "*") isSpread = true;
    if (!/^[A-Za-z]/.test(child.name)) continue;
    const value = evaluate(child, around);
    if (isSpread && Array.isArray(value)) list.push(...value);
    else list.push(value);
    isSpread = false;
  }
  return list;
}

function dictValue(node: SyntaxNode, around: Surroundings): PyDict {
  const dict: PyDict = {};
  const parts = childrenOf(node).filter(({ name }) => !["{", "}", ","].includes(name));
  for (let i = 0; i < parts.length; i++) {
    const [part, next, after] = [parts[i], parts[i + 1], parts[i + 2]];
    if (part?.name === "**") {
      const spread = evaluate(next, around);
      if (isDict(spread)) Object.assign(dict, spread);
      i += 1;
    } else if (next?.name === ":") {
      const key = evaluate(part, around);
      if (typeof key === "string") dict[key] = evaluate(after, around);
      i += 2;
    }
  }
  return dict;
}

function binary(node: SyntaxNode, around: Surroundings): PyValue | undefined {
  const children = childrenOf(node);
  const [left, right] = [children[0], children.at(-1)];
  const operator = children
    .slice(1, -1)
    .map((child) => textOf(around.source, child))
    .join(" ");
  const [a, b] = [evaluate(left, around), evaluate(right, around)];
  switch (operator) {
    case "+":
      if (Array.isArray(a) || Array.isArray(b))
        return [...(Array.isArray(a) ? a : [a]), ...(Array.isArray(b) ? b : [b])];
      if (typeof a === "string" && typeof b === "string") return a + b;
      if (typeof a === "number" && typeof b === "number") return a + b;
      return undefined;
    case "*":
      return typeof a === "number" && typeof b === "number" ? a * b : undefined;
    case "|":
      return isDict(a) && isDict(b) ? { ...a, ...b } : undefined;
    case "and":
      if (!(a instanceof Unknown)) return isTrue(a) ? b : a;
      return !(b instanceof Unknown) && !isTrue(b) ? b : undefined;
    case "or":
      if (!(a instanceof Unknown)) return isTrue(a) ? a : b;
      return !(b instanceof Unknown) && isTrue(b) ? b : undefined;
    default:
      return a instanceof Unknown || b instanceof Unknown ? undefined : compared(operator, a, b);
  }
}

function compared(operator: string, a: PyValue, b: PyValue): boolean | undefined {
  const isIn = Array.isArray(b)
    ? b.some((one) => one === a)
    : isDict(b)
      ? typeof a === "string" && Object.hasOwn(b, a)
      : typeof a === "string" && typeof b === "string" && b.includes(a);
  switch (operator) {
    case "==":
    case "is":
      return a === b;
    case "!=":
    case "is not":
      return a !== b;
    case "in":
      return isIn;
    case "not in":
      return !isIn;
    default:
      return undefined;
  }
}

function member(node: SyntaxNode, around: Surroundings): PyValue | undefined {
  const name = dottedName(around.source, node);
  if (name !== undefined) return around.lookUp(name);
  const [object, key, ...others] = partsOf(node);
  if (others.length > 0 || key === undefined) return undefined;
  const of = evaluate(object, around);
  const at = evaluate(key, around);
  if (isDict(of) && typeof at === "string" && Object.hasOwn(of, at)) return of[at];
  return Array.isArray(of) && typeof at === "number" ? of.at(at) : undefined;
}

function call(node: SyntaxNode, around: Surroundings): PyValue | undefined {
  const { source } = around;
  const [called = null, list = null] = partsOf(node);
  const { positional, named } = argumentsOf(source, list);
  const values = positional.map((one) => evaluate(one, around));
  const others = Object.fromEntries(Object.entries(named).map(([key, one]) => [key, evaluate(one, around)]));
  const [first] = values;
  if (called?.name === "VariableName") {
    switch (textOf(source, called)) {
      case "dict":
        return { ...(isDict(first) ? first : {}), ...others };
      case "list":
      case "tuple":
      case "set":
        return Array.isArray(first) ? first : first === undefined ? [] : undefined;
      case "str":
        return typeof first === "string" || typeof first === "number" ? String(first) : undefined;
      case "int":
        return typeof first === "string" && /^\d+$/.test(first) ? Number(first) : undefined;
      case "bool":
        return first === undefined || first instanceof Unknown ? undefined : isTrue(first);
    }
    return undefined;
  }
  if (called?.name !== "MemberExpression") return undefined;
  const [object, method] = partsOf(called);
  const of = evaluate(object, around);
  if (typeof of !== "string" || method?.name !== "PropertyName") return undefined;
  switch (textOf(source, method)) {
    case "lower":
      return of.toLowerCase();
    case "upper":
      return of.toUpperCase();
    case "strip":
      return of.trim();
    case "split":
      return typeof first === "string" ? of.split(first) : undefined;
    default:
      return undefined;
  }
}
