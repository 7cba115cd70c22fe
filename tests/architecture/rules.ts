import { builtinModules } from "node:module";
import {
  lazyImports,
  TESTS_ALSO,
  isTestFile,
  names,
  packageName,
  roomOf,
  rowOf,
} from "../../scripts/layers.mjs";
import { targetOf, type Import } from "./imports.js";

/** Imports that the layer table does not allow, each as a line a person can act on. */
export function layerViolations(imports: readonly Import[]): string[] {
  return imports.flatMap((entry) => {
    const complaint = entry.isLazy ? lazyComplaint(entry) : staticComplaint(entry);
    return complaint === undefined ? [] : [`${entry.file}:${entry.line} ${complaint}`];
  });
}

function lazyComplaint(entry: Import): string | undefined {
  if (isTestFile(entry.file)) return undefined;
  const allowed = lazyImports(entry.file);
  if (allowed === undefined) return "uses import() and is not listed in LAZY_IMPORTS";
  const { specifier } = entry;
  if (specifier === undefined) {
    return allowed.includes("computed") ? undefined : "uses import() with a computed path";
  }
  const target = targetOf(entry);
  const room = target === undefined ? packageName(specifier) : (roomOf(target) ?? target);
  return names(allowed, room) ? undefined : `may not load '${room}' lazily`;
}

function staticComplaint(entry: Import): string | undefined {
  const room = roomOf(entry.file);
  const row = room === undefined ? undefined : rowOf(room);
  if (room === undefined || row === undefined) return "stands in no room of the layer table";
  const also = isTestFile(entry.file) ? TESTS_ALSO : { rooms: [], packages: [] };
  const target = targetOf(entry);
  if (target !== undefined) {
    const other = roomOf(target);
    if (other === undefined) return `imports '${target}', which stands in no room`;
    const isAllowed = other === room || names([...row.rooms, ...also.rooms], other);
    return isAllowed ? undefined : `'${room}' may not import '${other}'`;
  }
  const specifier = entry.specifier ?? "";
  if (isBuiltin(specifier)) {
    const isAllowed = row.browser !== true || isTestFile(entry.file);
    return isAllowed ? undefined : `'${room}' also runs in browsers: no '${specifier}'`;
  }
  const isAllowed = [...row.packages, ...also.packages].includes(specifier);
  return isAllowed ? undefined : `'${room}' may not import the package '${specifier}'`;
}

/** Import cycles, each named by its files; lazy imports do not close one. */
export function cycles(imports: readonly Import[]): string[] {
  const graph = new Map<string, string[]>();
  for (const entry of imports) {
    const target = targetOf(entry);
    if (target === undefined || entry.isLazy) continue;
    graph.set(entry.file, [...(graph.get(entry.file) ?? []), target]);
  }
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

/** Everything of Node's that a browser-safe room reaches through its imports. */
export function browserViolations(imports: readonly Import[]): string[] {
  const byFile = new Map<string, Import[]>();
  for (const entry of imports) {
    if (!entry.isLazy) byFile.set(entry.file, [...(byFile.get(entry.file) ?? []), entry]);
  }
  const reached = [...byFile.keys()].filter((file) => !isTestFile(file) && isBrowserSafe(file));
  const found: string[] = [];
  for (const file of reached) {
    for (const entry of byFile.get(file) ?? []) {
      const target = targetOf(entry);
      if (target !== undefined && !reached.includes(target)) reached.push(target);
      if (isBuiltin(entry.specifier ?? "")) found.push(`${file}:${entry.line} ${entry.specifier}`);
    }
  }
  return found;
}

function isBrowserSafe(file: string): boolean {
  const room = roomOf(file);
  return room !== undefined && rowOf(room)?.browser === true;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}
