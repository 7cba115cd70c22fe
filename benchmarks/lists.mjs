// Lists on a store of 100 stacks and 500 components, as ratios to `node -e 0`: when nothing changed since
// the last list, and right after somebody changed files by hand.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, bundled, interleave, makeProject, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 15);
/** The command line of 0.13.2 on a quiet machine where `node -e 0` takes 20 ms. */
const OLD = { list: 1300, bare: 20 };
const CHANGED = 10;
const project = makeProject();
const options = { cwd: project.folder, env: project.env };
const sql = {
  ...options,
  env: { ...project.env, ZENML_STORE_URL: `sqlite:///${project.folder}/store.db` },
};

/** @param {readonly string[]} args @param {typeof options} how */
const time = (args, how = options) => timeNode(args, how).then(({ wall_ms }) => wall_ms);

let round = 0;
function changeByHand() {
  round += 1;
  const folder = join(project.env["ZENML_CONFIG_PATH"] ?? "", "profiles/default/stacks");
  for (const name of readdirSync(folder).slice(0, CHANGED)) {
    const file = join(folder, name);
    const text = readFileSync(file, "utf8").replace(/^shared: .*$/m, `shared: ${round % 2 === 0}`);
    writeFileSync(file, text);
  }
}

try {
  const fill = await bundled("lists");
  for (const how of [options, sql]) await timeNode([fill], how);
  const medians = await interleave(
    {
      bare: () => time(["-e", "0"]),
      profiles: () => time([BIN, "profile", "list"]),
      yaml: () => time([BIN, "stack", "list"]),
      components: () => time([BIN, "orchestrator", "list"]),
      sqlite: () => time([BIN, "stack", "list"], sql),
      changed: async () => {
        changeByHand();
        const wall = await time([BIN, "stack", "list"]);
        return wall;
      },
    },
    ROUNDS,
  );
  const { bare = Number.NaN, yaml = Number.NaN } = medians;
  const ratio = (/** @type {string} */ name) =>
    `${((medians[name] ?? Number.NaN) / bare).toFixed(2)} x (${medians[name]?.toFixed(1)} ms)`;
  print("bare node -e 0", `${bare.toFixed(1)} ms`, "-");
  print("zenml profile list", ratio("profiles"), "<= 1.9 x");
  print("zenml stack list, YAML, nothing changed", ratio("yaml"), "<= 1.9 x");
  print("zenml orchestrator list, YAML", ratio("components"), "-");
  print(`zenml stack list, YAML, ${CHANGED} files changed`, ratio("changed"), "<= 4.5 x");
  print("zenml stack list, SQLite", ratio("sqlite"), "<= 2.2 x");
  print(
    "quicker than 0.13.2, both to bare Node",
    `${(OLD.list / OLD.bare / (yaml / bare)).toFixed(0)} x`,
    ">= 20 x",
  );
} finally {
  project.remove();
}
