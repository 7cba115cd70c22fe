import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const folder = import.meta.dirname;
const root = join(folder, "../..");

export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The files of the type tests. */
export function typeTests(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test-d.ts"))
    .map((file) => join(folder, file));
}

/** What the compiler says about type tests and about one more file, which exists in memory alone. */
export function typeCheck(files: readonly string[], code: string): Complaint[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const settings = { ...config, include: [], files: ["x"] };
  const { options } = ts.parseJsonConfigFileContent(settings, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const extra = join(folder, "extra.ts");
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === extra || fileExists(file);
  host.readFile = (file) => (file === extra ? code : readFile(file));
  host.getSourceFile = (file, version) =>
    file === extra ? ts.createSourceFile(file, code, version) : getSourceFile(file, version);
  const program = ts.createProgram([...files, extra], options, host);
  return [...files, extra].flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} was not compiled`);
    const all = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return all.map(({ start = 0, messageText }) => ({
      file,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  });
}
