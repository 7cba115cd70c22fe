import { fileURLToPath } from "node:url";
import type { SourceLocation } from "../../domain/graph.js";

/**
 * Where `callee` was called from: the position in the code that runs, so in a bundle that of the
 * bundle. Reads one frame and no source map.
 */
export function callSite(callee: (...args: never[]) => unknown): SourceLocation | null {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_error, sites) => sites[0];
    Error.captureStackTrace(holder, callee);
    return locationOf(holder.stack);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function locationOf(site: unknown): SourceLocation | null {
  if (!isCallSite(site)) return null;
  const file = site.getFileName();
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (typeof file !== "string" || line === null || column === null) return null;
  return { file: file.startsWith("file:") ? fileURLToPath(file) : file, line, column };
}

function isCallSite(site: unknown): site is NodeJS.CallSite {
  return typeof site === "object" && site !== null && "getFileName" in site;
}
