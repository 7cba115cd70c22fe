// Asks a started server everything that its OpenAPI document says, and much that it does not, by
// schemathesis: as an administrator, as a member and as nobody. Its environment is made in a temporary
// folder (about half a minute); ZENML_SCHEMATHESIS names one that is there, as the path of `st`.
import "./require-node.mjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { installMissing } from "./install.mjs";
import { ROOT } from "./paths.mjs";
import { start } from "./processes.mjs";
import { report } from "./totals.mjs";

const VERSION = "4.32.5";
const PASSWORD = crypto.randomUUID();
const SETTINGS = join(ROOT, "scripts/schemathesis");

/**
 * What is asked, as whom. All resources have their routes from one table: each verb is tried on all of
 * them, its every edge on those that differ in scope, sharing, large fields and sorts.
 * @type {readonly { name: string, as: "admin" | "member" | "nobody", only: string, args: readonly string[] }[]}
 */
const PASSES = [
  {
    name: "edges",
    as: "admin",
    only: "^(?!(logout|follow_events|commit)$)(?!.*_(users?|projects?|flavors?|components?|pipelines?|steps?|artifacts?|schedules?|tags?|artifact_versions?|roles?|teams?|audit_entries)$)",
    args: ["--phases", "coverage,fuzzing", "--max-examples", "4"],
  },
  {
    name: "every route",
    as: "admin",
    only: "^(?!(logout|follow_events)$)",
    args: ["--phases", "fuzzing", "--max-examples", "2"],
  },
  {
    name: "one after the other",
    as: "admin",
    only: "^(?!(logout|follow_events|commit|change_password|invite_account)$)",
    args: ["--phases", "stateful", "--max-examples", "10"],
  },
  {
    name: "every route",
    as: "member",
    only: "^(?!(logout|follow_events)$)",
    args: ["--phases", "fuzzing", "--max-examples", "1"],
  },
  {
    name: "every route",
    as: "nobody",
    only: "^",
    args: ["--phases", "fuzzing", "--max-examples", "1"],
  },
];

/** @param {string} folder */
async function makeEnvironment(folder) {
  const given = process.env["ZENML_SCHEMATHESIS"];
  if (given !== undefined) return given;
  const place = join(folder, "python");
  const made = await start("python3", ["-m", "venv", place], { capture: true });
  if (made.code !== 0) throw new Error(made.output);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const installed = await start(join(place, "bin/python"), [...pip, `schemathesis==${VERSION}`], {
    capture: true,
  });
  if (installed.code !== 0) throw new Error(installed.output);
  return join(place, "bin/st");
}

/** @param {string} folder */
async function startServer(folder) {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...outer } = process.env;
  const own = Object.entries(outer).filter(([name]) => !name.startsWith("ZENML_"));
  const env = {
    ...Object.fromEntries(own),
    HOME: folder,
    ZENML_CONFIG_PATH: join(folder, "config"),
    ZENML_SERVER_STORE_URL: `sqlite:///${join(folder, "zenml.db")}`,
    ZENML_SERVER_ADMIN_PASSWORD: PASSWORD,
    ZENML_SERVER_LOG_LEVEL: "info",
    // One peer asks more here than anybody may elsewhere.
    ZENML_SERVER_TRIES_PER_ACCOUNT: "100000",
    ZENML_SERVER_TRIES_PER_PEER: "100000",
  };
  const args = [join(ROOT, "bin/zenml.cjs"), "server", "start", "--port", "0"];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let failures = "";
  let log = "";
  /** @type {string} */
  const url = await new Promise((resolve, reject) => {
    const read = (/** @type {string} */ text) => {
      log = (log + text).slice(-100_000);
      const [, found] = /"event":"listening","url":"([^"]+)"/.exec(log) ?? [];
      if (found !== undefined) resolve(found);
      failures += text
        .split("\n")
        .filter((line) => line.includes('"event":"failure"'))
        .join("\n");
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    void ended.then(() => reject(new Error(`the server has ended:\n${log}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    return failures;
  };
  return { url, stop };
}

/**
 * @param {string} url
 * @param {string} path
 * @param {unknown} body
 * @param {string} [token]
 * @returns {Promise<{ token: string }>} of a login; of others nothing is read
 */
async function post(url, path, body, token) {
  const headers = {
    "Content-Type": "application/json",
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}/api/v2${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return /** @type {{ token: string }} */ (await answer.json());
}

/** @param {string} url */
async function tokensOf(url) {
  const admin = (await post(url, "/login", { name: "default", password: PASSWORD })).token;
  await post(url, "/accounts", { name: "member", password: PASSWORD }, admin);
  const member = (await post(url, "/login", { name: "member", password: PASSWORD })).token;
  return { admin, member, nobody: undefined };
}

/**
 * Operations without and with a finding. Of one that ended early everything counts as one failure.
 * @param {string} file
 * @param {number} code
 */
function countsOf(file, code) {
  /** @type {Map<string, boolean>} */
  const held = new Map();
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  for (const line of lines) {
    const { ScenarioFinished: done } = JSON.parse(line);
    if (done === undefined || done.status === "skip") continue;
    const label = done.recorder.label ?? "";
    held.set(label, (held.get(label) ?? true) && done.status === "success");
  }
  const passed = [...held.values()].filter(Boolean).length;
  const failed = held.size - passed;
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: 0 };
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), "zenml-schemathesis-"));
try {
  await installMissing();
  await build();
  const st = await makeEnvironment(folder);
  // It reads hooks where it is started, and writes there.
  cpSync(SETTINGS, folder, { recursive: true });
  const server = await startServer(folder);
  try {
    const tokens = await tokensOf(server.url);
    for (const [index, { name, as, only, args }] of PASSES.entries()) {
      const file = join(folder, `${index}.ndjson`);
      const begin = performance.now();
      const token = tokens[as];
      const { code, output } = await start(
        st,
        [
          ...[
            "--config-file",
            join(folder, "schemathesis.toml"),
            "run",
            `${server.url}/api/v2/openapi.json`,
          ],
          ...["--include-operation-id-regex", only, ...args],
          ...["--report", "ndjson", "--report-ndjson-path", file],
          ...(token === undefined ? [] : ["-H", `Authorization: Bearer ${token}`]),
        ],
        { cwd: folder, capture: true },
      );
      const counted = countsOf(file, code);
      const took = ((performance.now() - begin) / 1000).toFixed(0);
      console.log(`${name}, as ${as}: ${counted.passed} held, ${counted.failed} not (${took} s)`);
      if (counted.failed > 0) console.log(output.trimEnd());
      totals.passed += counted.passed;
      totals.failed += counted.failed;
    }
    // Had what was asked ended the login, the rest would have been asked as nobody.
    const headers = { Authorization: `Bearer ${tokens.admin}` };
    const stillIn = (await fetch(`${server.url}/api/v2/me`, { headers })).status === 200;
    totals[stillIn ? "passed" : "failed"] += 1;
    if (!stillIn) console.log("The administrator's login had ended.");
  } finally {
    const failures = await server.stop();
    if (failures !== "") {
      console.log(failures);
      totals.failed += 1;
    }
  }
} catch (error) {
  totals.failed += 1;
  console.log(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
report("schemathesis", totals);
