// A person's project in a temporary folder with an empty home: files, and `zenml` as they would type it.
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Workspace {
  readonly folder: string;
  readonly config: string;
  write(file: string, text: string): Promise<void>;
  zenml(...args: readonly string[]): Promise<Answer>;
  zenmlIn(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Answer>;
  /** On a terminal of its own, on which `answer` is typed when `question` is shown. Its output is one. */
  onTerminal(
    env: NodeJS.ProcessEnv,
    typed: { readonly question: string; readonly answer: string },
    ...args: readonly string[]
  ): Promise<Answer>;
  /** The process itself, to be watched or signalled. */
  start(...args: readonly string[]): ChildProcess;
  json(...args: readonly string[]): Promise<unknown>;
  remove(): Promise<void>;
}

export async function makeWorkspace(
  files: Readonly<Record<string, string>> = {},
): Promise<Workspace> {
  const base = await mkdtemp(join(tmpdir(), "zenml-flow-"));
  const folder = join(base, "project");
  const config = join(base, "config");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await symlink(ROOT, join(folder, "node_modules", "zenml"), "dir");
  await symlink(join(ROOT, "node_modules", "zod"), join(folder, "node_modules", "zod"), "dir");
  const { NODE_EXTRA_CA_CERTS: _certificates, ZENML_STORE_URL: _url, ...outer } = process.env;
  const env = { ...outer, HOME: base, ZENML_CONFIG_PATH: config, NO_COLOR: "1" };
  const bin = join(ROOT, "bin", "zenml.cjs");
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  const zenmlIn = (more: NodeJS.ProcessEnv, ...args: readonly string[]) =>
    new Promise<Answer>((resolve) => {
      const options = { cwd: folder, env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile(process.execPath, [bin, ...args], options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
  for (const [file, text] of Object.entries({ "package.json": '{"type":"module"}', ...files })) {
    await write(file, text);
  }
  return {
    folder,
    config,
    write,
    zenmlIn,
    onTerminal: (more, { question, answer }, ...args) =>
      new Promise<Answer>((resolve, reject) => {
        const line = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(" ");
        // Makes a terminal for the command, and ends as it does.
        const child = spawn("script", ["-qefc", line, "/dev/null"], {
          cwd: folder,
          env: { ...env, ...more, TERM: "xterm" },
        });
        let stdout = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          const isNew = !stdout.includes(question);
          stdout += text;
          if (isNew && stdout.includes(question)) child.stdin.write(answer);
        });
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, stdout, stderr: "" }));
      }),
    zenml: (...args) => zenmlIn({}, ...args),
    start: (...args) =>
      spawn(process.execPath, [bin, ...args], {
        cwd: folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    json: async (...args) => {
      const { code, stdout, stderr } = await zenmlIn({}, ...args, "-o", "json");
      if (code !== 0) throw new Error(`zenml ${args.join(" ")} exited with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    remove: () => rm(base, { recursive: true, force: true, maxRetries: 3 }),
  };
}
