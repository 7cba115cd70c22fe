// Loads a person's own flavor from code that was made ready before, in whichever thread it is needed.
import { pathToFileURL } from "node:url";
import { ZenError } from "../domain/errors.js";
import { isOwnFlavor } from "./define-flavor.js";
import type { OwnFlavor } from "./define-flavor.js";

/** Where the code of a flavor lies, ready to be loaded: plain data, for worker threads too. */
export interface FlavorModule {
  /** Absolute path of a module. */
  readonly file: string;
  /** The module gives on what a package exports, under the name `contents`. */
  readonly isPackage: boolean;
  /** Undefined: the only flavor, or the default export. */
  readonly exportName: string | undefined;
  /** What the person named, for messages. */
  readonly source: string;
}

export interface LoadedFlavor {
  readonly flavor: OwnFlavor;
  readonly exportName: string;
}

/** Errors: `flavor_invalid` when there is none, `ambiguous`; whatever the person's module throws. */
export async function loadOwnFlavor(module: FlavorModule): Promise<LoadedFlavor> {
  process.setSourceMapsEnabled(true);
  const loaded: Record<string, unknown> = await import(pathToFileURL(module.file).href);
  const { contents } = loaded;
  const exports = module.isPackage && isRecord(contents) ? contents : loaded;
  return chooseFlavor(exports, module);
}

function chooseFlavor(
  exports: Readonly<Record<string, unknown>>,
  { exportName, source }: FlavorModule,
): LoadedFlavor {
  const found = Object.entries(exports).flatMap(([name, value]) =>
    isOwnFlavor(value) ? [{ flavor: value, exportName: name }] : [],
  );
  const names = found.map((one) => one.exportName);
  const wanted = exportName ?? "default";
  const chosen = found.find((one) => one.exportName === wanted);
  if (chosen !== undefined) return chosen;
  if (exportName !== undefined || found.length === 0)
    throw none(exports, { exportName, source, names });
  const [first, ...others] = found;
  if (first !== undefined && others.every(({ flavor }) => flavor === first.flavor)) return first;
  throw new ZenError("ambiguous", `'${source}' exports several flavors: ${names.join(", ")}.`, {
    hint: `Say which one: ${names.map((name) => `${source}#${name}`).join(", ")}`,
    details: { candidates: names },
  });
}

interface Sought {
  readonly exportName: string | undefined;
  readonly source: string;
  readonly names: readonly string[];
}

function none(exports: object, { exportName, source, names }: Sought): ZenError {
  const what = exportName === undefined ? "no flavor" : `no flavor '${exportName}'`;
  const listed = Object.keys(exports).join(", ") || "nothing";
  return new ZenError("flavor_invalid", `'${source}' exports ${what}; it exports ${listed}.`, {
    hint:
      names.length > 0
        ? `Flavors there: ${names.map((name) => `${source}#${name}`).join(", ")}`
        : "export default defineFlavor({ … }); docs/guide/flavors.md shows a complete one.",
    details: { exports: Object.keys(exports), candidates: names },
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
