// A person's project in a temporary folder, with a package that makes steps as this one does.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Files = Readonly<Record<string, string>>;

/** Steps and pipelines carry their definitions; `with` renames, as the real ones do. */
const PACKAGE = `
const STEP = Symbol.for("zenml.step");
const PIPELINE = Symbol.for("zenml.pipeline");
function callSite(callee) {
  const { prepareStackTrace } = Error;
  const holder = {};
  Error.prepareStackTrace = (_, sites) => sites[0];
  Error.captureStackTrace(holder, callee);
  const site = holder.stack;
  Error.prepareStackTrace = prepareStackTrace;
  const file = site.getFileName();
  return {
    file: file.startsWith("file:") ? decodeURIComponent(new URL(file).pathname) : file,
    line: site.getLineNumber(),
    column: site.getColumnNumber(),
  };
}
function stepOf(definition) {
  const call = () => { throw new Error("called outside of a pipeline"); };
  return Object.assign(call, {
    fn: definition.fn,
    with: (changes) => stepOf({ ...definition, ...changes }),
    [STEP]: definition,
  });
}
export function step(name, ...rest) {
  const [options, fn] = rest.length > 1 ? rest : [{}, rest[0]];
  return stepOf({
    name, fn, description: null, params: options.params, defaults: {}, outputs: options.outputs,
    configuration: {}, source: callSite(step),
  });
}
export function pipeline(name, ...rest) {
  return { [PIPELINE]: {
    name, description: null, params: undefined, defaults: {}, configuration: {},
    run_name: undefined, wire: rest.at(-1), source: callSite(pipeline),
  } };
}
export const materializer = (definition) => definition;
`;

const DEFAULTS: Files = {
  "package.json": '{ "name": "project", "type": "module" }',
  "node_modules/zenml/package.json":
    '{ "name": "zenml", "version": "0.1.0", "type": "module", "exports": "./index.js" }',
  "node_modules/zenml/index.js": PACKAGE,
};

export class Project implements Disposable {
  readonly folder: string;

  constructor(files: Files, { isBare = false }: { readonly isBare?: boolean } = {}) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "zenml-project-")));
    this.write(isBare ? files : { ...DEFAULTS, ...files });
  }

  write(files: Files): void {
    for (const [name, text] of Object.entries(files)) {
      const path = this.path(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** Makes `name` mean the folder `target`, as workspaces do. */
  link(name: string, target: string): void {
    symlinkSync(this.path(target), this.path(name));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }
}
