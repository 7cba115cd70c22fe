// What bundling does besides joining files: packages stay imports, and each module keeps its own
// place (`import.meta.url`, `__dirname`) though its code moves.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { packageFolder, packageName } from "../../code/package-versions.js";
import { META_DEFINES } from "./bundler-options.js";

export interface ModulePluginOptions {
  /** The folder that the bundle is loaded from. */
  readonly bundleFolder: string;
  /** What `import "zenml"` loads where the project has none; subpaths lie beside it. */
  readonly library: string | undefined;
  /** Gets each file's content as it was read. */
  readonly onRead: (path: string, content: Uint8Array) => void;
}

const META = "zenml-meta:";
const SOURCE = /\.[cm]?[jt]sx?$/;
const TYPESCRIPT = /\.[cm]?tsx?$/;
const MENTIONS_PLACE = /\bimport\s*\.\s*meta\b|\b__(?:dirname|filename)\b/;
export const IN_PACKAGES = /[\\/]node_modules[\\/]/;
/** Marks look-ups of the plugin itself. */
const INNER = { isInner: true } as const;

export function modulePlugin(options: ModulePluginOptions): Plugin {
  return {
    name: "zenml-modules",
    setup(build) {
      build.onResolve({ filter: /^zenml-meta:/ }, ({ path }) => ({
        path: path.slice(META.length),
        namespace: "zenml-meta",
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: "zenml-meta" }, ({ path }) => ({
        contents: placeModule(path),
        loader: "js",
      }));
      build.onResolve({ filter: /^[^./]|^\.[^./]|^\.\.[^/]/ }, (args) => {
        const isPath = args.kind === "entry-point" || isAbsolute(args.path);
        // The plugin's own look-ups come by here too.
        if (isPath || args.pluginData === INNER) return undefined;
        return resolvePackage(args, build, options);
      });
      build.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
        const content = readFileSync(path);
        options.onRead(path, content);
        if (!SOURCE.test(path)) return { contents: content, loader: "default" };
        return { contents: withPlace(path, content), loader: loaderOf(path) };
      });
    },
  };
}

async function resolvePackage(
  args: OnResolveArgs,
  build: PluginBuild,
  options: ModulePluginOptions,
): Promise<OnResolveResult> {
  const { path, kind, resolveDir, importer } = args;
  if (isBuiltin(path)) return { path, external: true };
  const asIs = { path, external: true };
  const name = packageName(path);
  if (name === "zenml") return ownPackage(path, options) ?? asIs;
  const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: INNER });
  // What is missing is reported when it is loaded: it may be optional.
  if (found.errors.length > 0 || found.path === "" || found.namespace !== "file") return asIs;
  const near = packageFolder(name, resolveDir);
  const isPackage =
    IN_PACKAGES.test(found.path) || (near !== undefined && isBelow(found.path, near));
  const isSource = !IN_PACKAGES.test(found.path) && TYPESCRIPT.test(found.path);
  if (!isPackage || isSource) return { path: found.path };
  const isSameFromBundle = near !== undefined && packageFolder(name, options.bundleFolder) === near;
  if (isSameFromBundle) return asIs;
  const isRequired = kind === "require-call" || kind === "require-resolve";
  return { path: isRequired ? found.path : pathToFileURL(found.path).href, external: true };
}

/** Where this package is not installed in the project, the one that runs is meant. */
function ownPackage(
  specifier: string,
  { bundleFolder, library }: ModulePluginOptions,
): OnResolveResult | undefined {
  if (library === undefined || packageFolder("zenml", bundleFolder) !== undefined) return undefined;
  const part = specifier === "zenml" ? undefined : specifier.slice("zenml/".length);
  const file = part === undefined ? library : join(dirname(library), `${part}${extname(library)}`);
  return { path: pathToFileURL(file).href, external: true };
}

function isBelow(path: string, folder: string): boolean {
  return !relative(folder, path).startsWith("..");
}

function loaderOf(path: string): Loader {
  const [, isTyped, isJsx] = /\.[cm]?([jt])s(x?)$/.exec(path) ?? [];
  if (isTyped === "t") return isJsx === "x" ? "tsx" : "ts";
  return isJsx === "x" ? "jsx" : "js";
}

/** Whether a file asks where it lies. */
export function mentionsPlace(path: string, text: string): boolean {
  return SOURCE.test(path) && MENTIONS_PLACE.test(text);
}

/**
 * Declares the names of `META_DEFINES` for one file. An import at the end is hoisted, so every line and
 * column of the file stays where it is; a CommonJS file cannot have one.
 */
function withPlace(path: string, content: Uint8Array): string {
  const text = new TextDecoder().decode(content);
  if (!mentionsPlace(path, text)) return text;
  if (!isCommonJs(path, text)) {
    const names = [...new Set(Object.values(META_DEFINES))].join(", ");
    return `${text}\nimport { ${names} } from ${JSON.stringify(META + path)};\n`;
  }
  const [dirnameText, filenameText] = [dirname(path), path].map((one) => JSON.stringify(one));
  const place = `var __zenml_dirname = ${dirnameText}, __zenml_filename = ${filenameText};`;
  const [head = ""] = /^#!.*\n/.exec(text) ?? [];
  return `${head}${place}${text.slice(head.length)}`;
}

function isCommonJs(path: string, text: string): boolean {
  if (/^\s*(?:import|export)\b(?!\s*\()/m.test(text)) return false;
  if (/\.c[jt]s$/.test(path)) return true;
  return /\bmodule\.exports\b|\bexports\.|\brequire\s*\(/.test(text);
}

function placeModule(path: string): string {
  const url = JSON.stringify(pathToFileURL(path).href);
  return [
    `export const __zenml_url = ${url};`,
    `export const __zenml_dirname = ${JSON.stringify(dirname(path))};`,
    `export const __zenml_filename = ${JSON.stringify(path)};`,
    "const meta = import.meta;",
    "export const __zenml_resolve = (specifier) =>",
    "  /^\\.{0,2}\\//.test(specifier) ? new URL(specifier, __zenml_url).href : meta.resolve(specifier);",
  ].join("\n");
}
