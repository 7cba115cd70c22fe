// Completion in the shells themselves: words of the table, and names of what exists.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";

const ROOT = join(import.meta.dirname, "../../..");

/** A program for each shell that prints what it offers, a line each; the last word is being typed. */
const PROGRAMS: Readonly<Record<string, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `. ${script}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); ` +
    `COMP_CWORD=${words.length - 1}; _zenml; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, words) =>
    `compdef() { :; }; _files() { :; }; _describe() { print -l -- "\${(@)\${(@P)2}%%:*}"; }; ` +
    `compadd() { print -l -- "\${(@P)2}"; }; . ${script}; ` +
    `words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length}; _zenml`,
  fish: (script, words) =>
    `source ${script}; complete -C '${words.join(" ")}' | string split -f1 \\t; true`,
};

let workspace: Workspace;
let path: string;
beforeAll(async () => {
  workspace = await makeWorkspace();
  const bin = join(workspace.folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "zenml"),
    `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, "bin/zenml.cjs")}' "$@"\n`,
  );
  chmodSync(join(bin, "zenml"), 0o755);
  path = [bin, process.env["PATH"]].join(delimiter);
  for (const words of [
    ["stack", "register", "gpu cluster", "-a", "default", "-o", "default"],
    ["stack", "register", "laptop", "-a", "default", "-o", "default"],
    ["profile", "create", "team"],
  ]) {
    expect(await workspace.zenml(...words)).toMatchObject({ code: 0 });
  }
});
afterAll(() => workspace.remove());

describe.each(Object.entries(PROGRAMS))("%s", (shell, program) => {
  const isThere = spawnSync(shell, ["-c", "true"]).error === undefined;
  const reason = isThere ? "" : ` (${shell} is not installed)`;

  async function offers(...words: readonly string[]): Promise<string[]> {
    const script = join(workspace.folder, `completion.${shell}`);
    writeFileSync(script, (await workspace.zenml("completion", shell)).stdout);
    const env = {
      ...process.env,
      PATH: path,
      HOME: workspace.folder,
      ZENML_CONFIG_PATH: workspace.config,
    };
    const options = { encoding: "utf8", env, cwd: workspace.folder } as const;
    const flags = shell === "zsh" ? ["-f", "-c"] : ["-c"];
    const text = execFileSync(shell, [...flags, program(script, ["zenml", ...words])], options);
    return text.split("\n").filter((line) => line !== "");
  }

  test.skipIf(!isThere)(`offers verbs${reason}`, async () => {
    expect(await offers("stack", "")).toEqual(expect.arrayContaining(["list", "register", "set"]));
  });

  test.skipIf(!isThere)(`offers stacks and profiles that exist${reason}`, async () => {
    const stacks = await offers("stack", "set", "");
    expect(stacks).toEqual(expect.arrayContaining(["default", "laptop"]));
    expect(stacks.some((name) => /gpu\\? cluster/.test(name))).toBe(true);
    expect(await offers("profile", "set", "")).toEqual(expect.arrayContaining(["default", "team"]));
  });

  test.skipIf(!isThere)(`offers what the value of a flag may name${reason}`, async () => {
    expect(await offers("stack", "list", "--profile", "")).toEqual(
      expect.arrayContaining(["default", "team"]),
    );
  });
});
