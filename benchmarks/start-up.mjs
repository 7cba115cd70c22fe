// How long the command line takes to answer, as a ratio to `node -e 0` on the same machine.
import { BIN, bundled, interleave, makeProject, print, timeNode } from "./support.mjs";

const ROUNDS = Number(process.argv[2] ?? 21);
const project = makeProject();
const options = { cwd: project.folder, env: project.env };
const sql = {
  ...options,
  env: { ...project.env, ZENML_STORE_URL: `sqlite:///${project.folder}/store.db` },
};

/** @param {readonly string[]} args @param {typeof options} how */
const time = (args, how = options) => timeNode(args, how).then(({ wall_ms }) => wall_ms);

try {
  const fill = await bundled("start-up");
  for (const how of [options, sql]) await timeNode([fill], how);
  const medians = await interleave(
    {
      bare: () => time(["-e", "0"]),
      help: () => time([BIN, "--help"]),
      yaml: () => time([BIN, "stack", "list"]),
      sqlite: () => time([BIN, "stack", "list"], sql),
      runs: () => time([BIN, "run", "list", "--limit", "20"]),
      sqliteRuns: () => time([BIN, "run", "list", "--limit", "20"], sql),
    },
    ROUNDS,
  );
  const { bare = Number.NaN } = medians;
  const ratio = (/** @type {string} */ name) =>
    `${((medians[name] ?? Number.NaN) / bare).toFixed(2)} x (${medians[name]?.toFixed(1)} ms)`;
  print("bare node -e 0", `${bare.toFixed(1)} ms`, "-");
  print("zenml --help", ratio("help"), "<= 1.2 x");
  print("zenml stack list, YAML, nothing changed", ratio("yaml"), "<= 1.9 x");
  print("zenml stack list, SQLite", ratio("sqlite"), "<= 2.2 x");
  print("newest 20 of 10,000 runs, YAML's history", ratio("runs"), "<= 2.5 x");
  print("newest 20 of 10,000 runs, SQLite", ratio("sqliteRuns"), "<= 2.5 x");
} finally {
  project.remove();
}
