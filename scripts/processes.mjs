// Starts other programs for the scripts.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ROOT } from "./paths.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 and the signal's number for a program that was killed
 * @property {string} output what it wrote, when captured
 * @property {string} stdout the part of it that went to the standard output
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function start(command, args, { cwd = ROOT, env = process.env, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = capture ? "pipe" : "inherit";
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", stdio, stdio] });
    // Ctrl-C reaches the child too; this process stays until the child has ended.
    const stay = () => {};
    process.on("SIGINT", stay);
    let output = "";
    let stdout = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", stay);
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        output,
        stdout,
      });
    });
  });
}

/**
 * The npm that started this script, else the one on the path.
 * @param {readonly string[]} args
 * @param {Parameters<typeof start>[2]} [options]
 */
export function npm(args, options) {
  const script = process.env["npm_execpath"];
  if (script?.endsWith(".js")) return start(process.execPath, [script, ...args], options);
  return start(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}
