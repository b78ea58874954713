import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";

/** A file of Python as a tree. The parser goes on after what it doesn't understand. */
export interface Source {
  text: string;
  root: SyntaxNode;
}

export const parsePython = (text: string): Source => ({ text, root: parser.parse(text).topNode });

/** The nodes below one, punctuation and comments aside. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (/^[A-Za-z]/.test(child.name) && child.name !== "Comment") parts.push(child);
  return parts;
}

/** All nodes below one, punctuation too. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "Comment") children.push(child);
  return children;
}

export const textOf = ({ text }: Source, node: SyntaxNode): string => text.slice(node.from, node.to);

/** `a.b.c` as text; undefined for anything that isn't a plain chain of names. */
export function dottedName(source: Source, node: SyntaxNode | null): string | undefined {
  if (node === null) return undefined;
  if (node.name === "VariableName") return textOf(source, node);
  if (node.name !== "MemberExpression") return undefined;
  const [object, property, ...others] = partsOf(node);
  if (object === undefined || property?.name !== "PropertyName" || others.length > 0) return undefined;
  const before = dottedName(source, object);
  return before === undefined ? undefined : `${before}.${textOf(source, property)}`;
}

/** Arguments of a call: those without a name, and those with one. */
export interface Arguments {
  positional: SyntaxNode[];
  named: Record<string, SyntaxNode>;
}

export function argumentsOf(source: Source, list: SyntaxNode | null): Arguments {
  const positional: SyntaxNode[] = [];
  const named: Record<string, SyntaxNode> = {};
  const parts = list === null ? [] : childrenOf(list).filter(({ name }) => !["(", ")", ","].includes(name));
  for (let i = 0; i < parts.length; i++) {
    const [part, next, value] = [parts[i], parts[i + 1], parts[i + 2]];
    if (part === undefined) continue;
    if (part.name === "VariableName" && next?.name === "AssignOp" && value !== undefined) {
      named[textOf(source, part)] = value;
      i += 2;
    } else if (part.name === "*" || part.name === "**") i += 1;
    else positional.push(part);
  }
  return { positional, named };
}

/** Whether a file is in Python 2, which no Python of today reads. */
export function isPython2({ text, root }: Source): boolean {
  let found = false;
  const cursor = root.cursor();
  do {
    // `print "x"`, but not the call with brackets.
    if (cursor.name === "PrintStatement" && !/^print\s*\(/.test(text.slice(cursor.from, cursor.to)))
      found = true;
  } while (!found && cursor.next());
  return found || /^\s*except\s+[\w.]+\s*,\s*\w+\s*:/m.test(text);
}
