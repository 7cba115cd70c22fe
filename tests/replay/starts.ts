// What is there when a session of the documents begins: they do not follow on from each other.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Terminal } from "./terminal.js";

export interface Start {
  /** Resolves to the terminal that the session is typed in; default: the one that was given. */
  prepare?(terminal: Terminal, root: string): Promise<Terminal | void>;
  /** The address of a MySQL database that the document has. */
  readonly address?: string;
  /** What a command names that exists in the document alone. */
  readonly replace?: readonly (readonly [from: string, to: string])[];
}

const FIRST_USE = "zenml stack list";
const BOTH_PROFILES = [FIRST_USE, "zenml profile create zenml"];
const WITH_CUSTOM_STACK = [
  ...BOTH_PROFILES,
  "zenml profile set zenml",
  "zenml stack register custom -a default -o default",
  "zenml stack set custom",
  "zenml profile set default",
];
const IN_REPOSITORY = [FIRST_USE, "git init /tmp/zenml", "cd /tmp/zenml", "zenml init"];

const after = (...lines: readonly string[]): Start => ({
  prepare: (terminal) => terminal.prepare(...lines),
});

/** The document's address stands for a database of one's own. */
const database: Start = {
  ...after(FIRST_USE),
  address: "mysql://zenml:password@10.11.12.13/zenml",
};

/** A colleague's machine: the repository with the profile in it comes by git. */
const otherMachine: Start = {
  prepare: async (first, root) => {
    await first.prepare(
      ...IN_REPOSITORY,
      "zenml profile create git",
      "zenml profile set git",
      "zenml profile create git_store --url /tmp/zenml/.zenprofile",
      "git add -A",
      "git commit -m profile",
    );
    const other = new Terminal(join(root, "another-machine"));
    await other.prepare(FIRST_USE, "zenml profile create git", "cd /tmp");
    cpSync(join(first.tmp, "zenml", ".git"), join(root, "remote.git"), { recursive: true });
    return other;
  },
  replace: [["<git-repo-location>", "../../remote.git"]],
};

const legacyRepository: Start = {
  prepare: async (terminal) => {
    await terminal.prepare(...WITH_CUSTOM_STACK);
    const legacy = join(import.meta.dirname, "../fixtures/legacy-repository");
    cpSync(legacy, join(terminal.tmp, "zenml", ".zen"), { recursive: true });
    await terminal.prepare("cd /tmp/zenml");
  },
};

const gitStore = after(...IN_REPOSITORY);
const inSqlite = after(
  FIRST_USE,
  "zenml profile create sqlite_profile -t sql",
  "zenml profile set sqlite_profile",
);

export const STARTS: Readonly<Record<string, Start>> = {
  "profiles 1": {},
  "profiles 2": after(FIRST_USE),
  "profiles 3": after(...BOTH_PROFILES),
  "profiles 4": after(...WITH_CUSTOM_STACK),
  "profiles 5": after(...WITH_CUSTOM_STACK, "git init /tmp/zenml", "cd /tmp/zenml"),
  "profiles 6": after(FIRST_USE),
  "profiles 7": gitStore,
  "profiles 8": otherMachine,
  "profiles 9": after(FIRST_USE),
  "profiles 10": inSqlite,
  "profiles 11": database,
  "profiles 12": legacyRepository,
  "zenstores 1": after(FIRST_USE),
  "zenstores 2": gitStore,
  "zenstores 3": otherMachine,
  "zenstores 4": after(FIRST_USE),
  "zenstores 5": inSqlite,
  "zenstores 6": database,
};
