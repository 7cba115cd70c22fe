import { join, sep } from "node:path";
import ts from "typescript";
import type { Sample } from "./samples.js";

/** What the compiler says about the samples, all in one program, each message with the page's line. */
export function compileSamples(root: string, samples: readonly Sample[]): string[] {
  const byPath = new Map(samples.map((sample) => [pathOf(root, sample), sample]));
  if (byPath.size < samples.length) return ["two samples of one page have the same file name"];
  const options = compilerOptions(root);
  const host = overlay(ts.createCompilerHost(options), byPath);
  const program = ts.createProgram([...byPath.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .flatMap((diagnostic) => describe(diagnostic, byPath) ?? []);
}

/** Beside the sources of the package, so that its dependencies are found; the files exist in memory alone. */
function pathOf(root: string, { page, file }: Sample): string {
  const folder = page.replaceAll(/[/.]/g, "-");
  return join(root, "tests/docs/.samples", folder, file).split(sep).join("/");
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ["x"] },
    ts.sys,
    root,
  );
  return {
    ...options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: {
      zenml: [join(root, "src/public/index.ts")],
      "zenml/*": [join(root, "src/public/*.ts")],
    },
  };
}

function overlay(host: ts.CompilerHost, samples: ReadonlyMap<string, Sample>): ts.CompilerHost {
  return {
    ...host,
    fileExists: (file) => samples.has(file) || host.fileExists(file),
    readFile: (file) => samples.get(file)?.code ?? host.readFile(file),
    directoryExists: (folder) =>
      [...samples.keys()].some((file) => file.startsWith(`${folder}/`)) ||
      host.directoryExists?.(folder) !== false,
    getSourceFile: (file, languageVersion) => {
      const sample = samples.get(file);
      if (sample === undefined) return host.getSourceFile(file, languageVersion);
      return ts.createSourceFile(file, sample.code, languageVersion);
    },
  };
}

function describe(
  { file, start, messageText }: ts.Diagnostic,
  samples: ReadonlyMap<string, Sample>,
): string | undefined {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return message;
  const sample = samples.get(file.fileName);
  if (sample === undefined) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
  return `${sample.page}:${sample.line + line} ${message}`;
}
