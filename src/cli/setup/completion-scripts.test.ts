import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { TABLE } from "../command-table.js";
import { allCommands } from "../framework/command-table.js";
import { bashCompletion, fishCompletion, zshCompletion } from "./completion-scripts.js";
import { completions } from "./completion-words.js";

const COMMANDS = await allCommands(TABLE);
const SCRIPT = bashCompletion(COMMANDS);

/** What bash offers after these words; the last one is the one being typed. */
function bashOffers(...words: string[]): string[] {
  const line = ["zenml", ...words].map((word) => `'${word}'`).join(" ");
  const program = `${SCRIPT}\nCOMP_WORDS=(${line}) COMP_CWORD=${words.length}\n_zenml\necho "\${COMPREPLY[*]}"`;
  return execFileSync("bash", ["-c", program], { encoding: "utf8" }).trim().split(" ");
}

test("bash completes nouns, verbs and flags", () => {
  expect(bashOffers("sta")).toEqual(["stack", "status"]);
  expect(bashOffers("stack", "")).toEqual(expect.arrayContaining(["list", "get", "describe"]));
  expect(bashOffers("stack", "list", "--fi")).toEqual(["--filter"]);
});

test("bash goes on completing flags behind arguments and other flags", () => {
  expect(bashOffers("run", "describe", "training-1", "--pro")).toEqual(["--profile", "--project"]);
  expect(bashOffers("--quiet", "run", "li")).toEqual(["list"]);
});

test("bash accepts the script without complaint", () => {
  expect(execFileSync("bash", ["-n", "-c", SCRIPT], { encoding: "utf8" })).toBe("");
});

test("every path of the table is in each script", () => {
  const zsh = zshCompletion(COMMANDS);
  const fish = fishCompletion(COMMANDS);
  for (const { path } of completions(COMMANDS)) {
    expect(zsh).toContain(`"${path.join(" ")}") entries=`);
    expect(fish).toContain(`'__zenml_at${path.map((word) => ` "${word}"`).join("")}'`);
  }
});
