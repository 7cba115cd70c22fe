// How a person names the code of a flavor, and how the store keeps that: relative to the repository.
import { realpathSync, statSync } from "node:fs";
import { extname, isAbsolute, relative, resolve, sep } from "node:path";
import { ZenError, isZenError } from "../../domain/errors.js";
import { SOURCE_EXTENSIONS } from "../../runtime/loader/pipeline-spec.js";
import { packageFolder, packageName } from "../../runtime/code/package-versions.js";

export interface FlavorSource {
  readonly kind: "file" | "package";
  /** Absolute path of a file; name of a package, perhaps with a subpath. */
  readonly target: string;
  readonly exportName: string | undefined;
}

const WITH_EXPORT = /^(.+?)[#:]([\p{L}_$][\p{L}\p{N}_$]*)$/u;
const PACKAGE = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?:\/[\w.~/-]+)?$/;

/**
 * `flavors/disk.ts`, `flavors/disk.ts#disk`, `my-flavors` or `@me/flavors/disk#disk`, seen from `cwd`.
 * Errors: `not_found`, `invalid_input`.
 */
export function findFlavorSource(text: string, cwd: string): FlavorSource {
  const [, named = text, exportName] = isFile(resolve(cwd, text))
    ? []
    : (WITH_EXPORT.exec(text) ?? []);
  const path = resolve(cwd, named);
  if (isFile(path)) return fileSource(path, exportName, named);
  if (isPathLike(named) || !PACKAGE.test(named)) throw noFile(named, cwd);
  if (packageFolder(packageName(named), cwd) === undefined) throw noPackage(named, cwd);
  return { kind: "package", target: named, exportName };
}

function fileSource(path: string, exportName: string | undefined, named: string): FlavorSource {
  if (SOURCE_EXTENSIONS.includes(extname(path))) {
    return { kind: "file", target: realpathSync(path), exportName };
  }
  throw new ZenError("invalid_input", `'${named}' is neither TypeScript nor JavaScript.`, {
    hint: `The file of a flavor ends in ${SOURCE_EXTENSIONS.join(", ")}.`,
  });
}

/** What a store keeps: the same for everyone who has the repository. */
export function storedSource({ kind, target, exportName }: FlavorSource, root: string): string {
  const end = exportName === undefined || exportName === "default" ? "" : `#${exportName}`;
  if (kind === "package") return `${target}${end}`;
  const path = relative(realpathSync(root), target).split(sep).join("/");
  return `${path.startsWith(".") || isAbsolute(path) ? path : `./${path}`}${end}`;
}

function isPathLike(text: string): boolean {
  return /^\.{0,2}\//.test(text) || SOURCE_EXTENSIONS.includes(extname(text));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function noFile(named: string, cwd: string): ZenError {
  return new ZenError("not_found", `There is no file '${named}' in '${cwd}'.`, {
    hint: "Name the file of the flavor: ./flavors/my-flavor.ts",
  });
}

function noPackage(named: string, cwd: string): ZenError {
  return new ZenError(
    "not_found",
    `'${named}' is neither a file nor a package that is installed for '${cwd}'.`,
    {
      hint: `Name the file of the flavor (./flavors/my-flavor.ts), or install the package: npm install ${packageName(named)}`,
    },
  );
}

/** Whether the code that a store names is to be found here. */
export function isSourceThere(text: string, root: string): boolean {
  try {
    findFlavorSource(text, root);
    return true;
  } catch (error) {
    if (isZenError(error)) return false;
    throw error;
  }
}
