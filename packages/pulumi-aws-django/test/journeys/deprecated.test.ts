import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../../../..");
const config = ts.readConfigFile(join(repository, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, repository);

function languageService(files: readonly string[], texts: Record<string, string> = {}): ts.LanguageService {
  const read = (path: string) => texts[path] ?? ts.sys.readFile(path);
  return ts.createLanguageService({
    ...ts.sys,
    readFile: read,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => repository,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
}

/** What an editor strikes through, and what it doesn't: the name of a setting that is given. */
function deprecatedUses(service: ts.LanguageService, file: string): string[] {
  const program = service.getProgram();
  const source = program?.getSourceFile(file);
  if (program === undefined || source === undefined) throw new Error(`${file} isn't there`);
  const checker = program.getTypeChecker();
  const starts = service
    .getSuggestionDiagnostics(file)
    .filter(({ reportsDeprecated }) => reportsDeprecated !== undefined)
    .map(({ start }) => start);
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const type = checker.getContextualType(node.parent);
      const property = type && checker.getNonNullableType(type).getProperty(node.name.getText());
      const tags = property?.getJsDocTags(checker) ?? [];
      if (tags.some(({ name }) => name === "deprecated")) starts.push(node.name.getStart());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return starts.map((start) => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    return `${file.slice(repository.length + 1)}:${line} ${/^[\w$]+/.exec(source.text.slice(start))?.[0]}`;
  });
}

test("nothing that a provider or Pulumi calls deprecated is used", { timeout: 180_000 }, () => {
  const files = ["stacks", "packages/pulumi-aws-django/src"].flatMap((folder) =>
    ts.sys.readDirectory(join(repository, folder), [".ts"], ["**/node_modules", "**/test"]),
  );
  expect(files.length).toBeGreaterThan(80);
  // One that has both, to know that they are seen.
  const wrong = join(repository, "packages/pulumi-aws-django/src/wrong.ts");
  const text = `import * as aws from "@pulumi/aws";
export const version = new aws.secretsmanager.SecretVersion("v", { secretId: "s" }).arn;
export const bucket = new aws.s3.Bucket("b", { acl: "private" });
`;
  const service = languageService([...files, wrong], { [wrong]: text });
  expect(deprecatedUses(service, wrong)).toEqual([
    "packages/pulumi-aws-django/src/wrong.ts:2 arn",
    "packages/pulumi-aws-django/src/wrong.ts:3 acl",
  ]);
  expect(files.flatMap((file) => deprecatedUses(service, file))).toEqual([]);
});
