import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import type { Profile } from "../../src/config/config-model.js";
import { readGlobalConfig } from "../../src/config/global-file.js";
import { configPaths } from "../../src/config/paths.js";
import type { ConfigPaths } from "../../src/config/paths.js";
import { newProfile } from "../../src/config/new-profile.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const ADD_PROFILES = (paths: ConfigPaths, profile: Profile) => `
  import { updateGlobalConfig } from "./src/config/global-file.ts";
  const paths = ${JSON.stringify(paths)};
  const profile = ${JSON.stringify(profile)};
  async function add() {
    for (let round = 0; round < 5; round++) {
      const name = process.argv[2] + "-" + round;
      await updateGlobalConfig(paths, (config) => ({
        active_profile: "a",
        profiles: [...(config?.profiles ?? []), { ...profile, name }],
      }));
    }
  }
  void add();`;

test("eight processes that add profiles at once lose none", async () => {
  const home = mkdtempSync(join(tmpdir(), "zenml-writers-"));
  const paths = configPaths({ HOME: home });
  const file = join(home, "add.cjs");
  await build({
    stdin: {
      contents: ADD_PROFILES(paths, newProfile("x", paths)),
      resolveDir: ROOT,
    },
    outfile: file,
    bundle: true,
    platform: "node",
    packages: "external",
  });
  symlinkSync(join(ROOT, "node_modules"), join(home, "node_modules"));
  const ended = Array.from({ length: 8 }, (_, index) => {
    const child = spawn(process.execPath, [file, `p${index}`], { stdio: "inherit" });
    return once(child, "exit").then(([code]) => code);
  });
  expect(await Promise.all(ended)).toEqual(Array.from({ length: 8 }, () => 0));
  const config = await readGlobalConfig(paths);
  expect(new Set(config?.profiles.map(({ name }) => name)).size).toBe(40);
  expect(readdirSync(paths.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
