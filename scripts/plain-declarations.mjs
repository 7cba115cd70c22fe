// Writes the declarations that some sources reach, a file each. Types inferred from a schema are written out:
// who reads them needs neither the schema nor the library that it is made with.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/**
 * @param {string} config a tsconfig.json: its files are the sources
 * @param {string} folder
 * @returns {string[]} the declarations of the sources
 */
export function writeDeclarations(config, folder) {
  const { fileNames, options } = readConfig(config);
  const program = ts.createProgram(fileNames, { ...options, outDir: folder });
  const writer = new Writer(program);
  const sources = fileNames.map((name) => writer.sourceOf(name));
  // A set is walked to its end, also when that moves: what a declaration refers to comes after it.
  const reached = new Set(sources);
  for (const source of reached) for (const next of writer.write(source)) reached.add(next);
  const root = options.rootDir ?? dirname(config);
  return sources.map(({ fileName }) =>
    join(folder, relative(root, fileName).replace(/\.ts$/, ".d.ts")),
  );
}

/** @param {string} config */
function readConfig(config) {
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    dirname(config),
  );
  requireNone(errors);
  return { fileNames, options };
}

/** @param {readonly ts.Diagnostic[]} problems */
function requireNone(problems) {
  if (problems.length === 0) return;
  throw new Error(
    ts.formatDiagnostics(problems, {
      getCurrentDirectory: ts.sys.getCurrentDirectory,
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    }),
  );
}

class Writer {
  #program;
  #checker;

  /** @param {ts.Program} program */
  constructor(program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /** @param {string} name */
  sourceOf(name) {
    const source = this.#program.getSourceFile(name);
    if (source === undefined) throw new Error(`there is no ${name}`);
    return source;
  }

  /**
   * @param {ts.SourceFile} source
   * @returns {ts.SourceFile[]} what its declaration refers to
   */
  write(source) {
    requireNone(this.#program.getSyntacticDiagnostics(source));
    /** @type {ts.SourceFile[]} */
    const next = [];
    /** @param {string} file @param {string} text */
    const writeFile = (file, text) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      next.push(...this.#referredTo(text, source));
    };
    const { diagnostics } = this.#program.emit(source, writeFile, undefined, true, {
      afterDeclarations: [(context) => (file) => this.#plain(file, context)],
    });
    requireNone(diagnostics);
    return next;
  }

  /**
   * @param {string} text of a declaration
   * @param {ts.SourceFile} source that it was made of
   */
  #referredTo(text, { fileName }) {
    return ts
      .preProcessFile(text)
      .importedFiles.filter((file) => file.fileName.startsWith("."))
      .map((file) => this.sourceOf(join(dirname(fileName), file.fileName.replace(/\.js$/, ".ts"))));
  }

  /**
   * @param {ts.SourceFile | ts.Bundle} file
   * @param {ts.TransformationContext} context
   */
  #plain(file, { factory }) {
    if (ts.isBundle(file)) return file;
    const types = file.statements.filter(ts.isTypeAliasDeclaration);
    const names = new Set(types.map(({ name }) => name.text));
    const statements = file.statements
      .filter((statement) => !isSchemaOf(names, statement))
      .map((one) => (isInferred(one) ? this.#writtenOut(one, factory) : one));
    return factory.updateSourceFile(file, statements);
  }

  /**
   * @param {ts.TypeAliasDeclaration} node
   * @param {ts.NodeFactory} factory
   */
  #writtenOut(node, factory) {
    const original = ts.getOriginalNode(node, ts.isTypeAliasDeclaration);
    const type = this.#checker.getTypeAtLocation(original.name);
    const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.NodeBuilderFlags;
    const flags = NoTruncation | InTypeAlias | MultilineObjectLiterals;
    const written = this.#checker.typeToTypeNode(type, original, flags);
    if (written === undefined) throw new Error(`${node.name.text} has no type`);
    return factory.updateTypeAliasDeclaration(
      node,
      node.modifiers,
      node.name,
      node.typeParameters,
      written,
    );
  }
}

/**
 * `type … = z.infer<…>`
 * @param {ts.Statement} statement
 * @returns {statement is ts.TypeAliasDeclaration}
 */
function isInferred(statement) {
  if (!ts.isTypeAliasDeclaration(statement)) return false;
  const { type } = statement;
  if (!ts.isTypeReferenceNode(type) || !ts.isQualifiedName(type.typeName)) return false;
  return type.typeName.right.text === "infer";
}

/**
 * A schema that has the name of its type would be kept along with it.
 * @param {ReadonlySet<string>} names of types
 * @param {ts.Statement} statement
 */
function isSchemaOf(names, statement) {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ name }) => ts.isIdentifier(name) && names.has(name.text),
  );
}
