import { readFileSync, readdirSync } from "node:fs";
import { join, posix, sep } from "node:path";
import ts from "typescript";

/** One import as it stands in a file. */
export interface Import {
  /** Path below src, with `/`. */
  readonly file: string;
  readonly line: number;
  /** Undefined when it is computed while the program runs. */
  readonly specifier: string | undefined;
  readonly isLazy: boolean;
}

/** Every TypeScript file below src. */
export function sourceFiles(src: string): string[] {
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.split(sep).join("/"))
    .toSorted();
}

/** The imports of a file: `import`, `export … from`, `import()`, `require()` and `import("x").Type`. */
export function readImports(src: string, file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const note = (node: ts.Node, specifier: ts.Node | undefined, isLazy: boolean) => {
    imports.push({
      file,
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      specifier: specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined,
      isLazy,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node, node.moduleSpecifier, false);
    if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      note(node, node.moduleSpecifier, false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      note(node, node.argument.literal, false);
    }
    if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node, node.arguments[0], true);
      if (ts.isIdentifier(node.expression) && node.expression.text === "require") {
        note(node, node.arguments[0], true);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

/** The file below src that a relative import leads to; undefined for packages. */
export function targetOf({ file, specifier }: Import): string | undefined {
  if (specifier === undefined || !specifier.startsWith(".")) return undefined;
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
}
