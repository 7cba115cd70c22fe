// A debugger as an editor is one: attaches, places a breakpoint on a line of the TypeScript source
// through the source map, and prints where the program stopped. Run with --experimental-websocket.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";

const [url = "", source = "", line = "1"] = process.argv.slice(2);
const socket = new WebSocket(url);
let next = 0;
/** @type {Map<number, (result: any) => void>} */
const waiting = new Map();

/** @param {string} method @param {object} params @returns {Promise<any>} */
function send(method, params = {}) {
  const id = ++next;
  socket.send(JSON.stringify({ id, method, params }));
  return new Promise((resolve) => waiting.set(id, resolve));
}

/** @param {{ url: string, sourceMapURL: string }} script */
function readMap({ url, sourceMapURL }) {
  return new SourceMap(JSON.parse(readFileSync(new URL(sourceMapURL, url), "utf8")));
}

/** @type {SourceMap | undefined} */
let map;
/** Breakpoints that are being placed. */
let placing = Promise.resolve();

/** @param {{ scriptId: string, url: string, sourceMapURL: string, endLine: number }} script */
async function parsed(script) {
  if (!script.url.startsWith("file:") || script.sourceMapURL === "") return;
  const candidate = readMap(script);
  if (!candidate.payload.sources.some((one) => one.endsWith(source))) return;
  map = candidate;
  for (let lineNumber = 0; lineNumber <= script.endLine; lineNumber += 1) {
    const entry = candidate.findEntry(lineNumber, 80);
    if (!("originalLine" in entry) || entry.originalLine !== Number(line) - 1) continue;
    const { generatedLine, generatedColumn } = entry;
    const { scriptId } = script;
    await send("Debugger.setBreakpoint", {
      location: { scriptId, lineNumber: generatedLine, columnNumber: generatedColumn },
    });
    return;
  }
}

/** @param {{ reason: string, callFrames: { location: { lineNumber: number, columnNumber: number } }[] }} event */
async function paused({ reason, callFrames }) {
  await placing;
  const place = callFrames[0]?.location;
  if (reason !== "instrumentation" && map !== undefined && place !== undefined) {
    const entry = map.findEntry(place.lineNumber, place.columnNumber);
    if ("originalLine" in entry) console.log(`${entry.originalSource}:${entry.originalLine + 1}`);
    socket.send(JSON.stringify({ id: 0, method: "Debugger.resume" }));
    socket.close();
    return;
  }
  await send("Debugger.resume");
}

socket.addEventListener("message", ({ data }) => {
  const message = JSON.parse(String(data));
  if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  else if (message.method === "Debugger.scriptParsed")
    placing = placing.then(() => parsed(message.params));
  else if (message.method === "Debugger.paused") void paused(message.params);
});
async function attach() {
  await send("Runtime.enable");
  await send("Debugger.enable");
  // A stop before each script that has a map, so that a breakpoint is there before it runs.
  await send("Debugger.setInstrumentationBreakpoint", {
    instrumentation: "beforeScriptWithSourceMapExecution",
  });
  await send("Runtime.runIfWaitingForDebugger");
}

socket.addEventListener("open", () => void attach());
