// The terminal blocks of the guide to 0.20 that need no server: what lists and projects print there.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { compareOutput } from "./compare.js";
import { SERVER_ERA, readDifferences } from "./differences.js";
import type { Difference } from "./differences.js";
import { readOutput } from "./read-output.js";
import type { ReadTable } from "./read-output.js";
import { readSessions } from "./sessions.js";
import { Terminal } from "./terminal.js";

const DIFFERENCES = readDifferences(SERVER_ERA);
const used = new Set<Difference>();

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "zenml-replay-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const KUBEFLOW = [
  "artifact-store register cloud_artifact_store -f s3 --path=s3://bucket",
  "container-registry register cloud_registry -f aws --uri=1.dkr.ecr.eu-west-1.amazonaws.com",
  "container-registry register local_registry -f default --uri=localhost:5000",
  "model-deployer register eks_seldon -f seldon --kubernetes_context=eks --kubernetes_namespace=zenml --base_url=http://eks --secret=s",
  "orchestrator register cloud_orchestrator -f kubeflow",
  "orchestrator register kubeflow_orchestrator -f kubeflow",
  "secrets-manager register aws_secret_manager -f aws --region_name=eu-west-1",
  "stack register local_kubeflow_stack -a default -o kubeflow_orchestrator -c local_registry",
  "stack register cloud_kubeflow_stack -a cloud_artifact_store -o cloud_orchestrator -c cloud_registry -d eks_seldon -x aws_secret_manager",
];

const ZENBYTES = [
  "artifact-store register zenbytes_s3_store -f s3 --path=s3://bucket",
  "container-registry register zenbytes_ecr_registry -f default --uri=localhost:5000",
  "experiment-tracker register zenbytes_mlflow_tracker -f mlflow",
  "model-deployer register zenbytes_eks_seldon -f seldon --kubernetes_context=eks --kubernetes_namespace=zenml --base_url=http://eks --secret=s",
  "model-deployer register zenbytes_mlflow -f mlflow",
  "orchestrator register zenbytes_eks_orchestrator -f kubeflow",
  "secrets-manager register zenbytes_aws_secret_manager -f aws --region_name=eu-west-1",
  "stack register zenbytes_aws_kubeflow_stack -a zenbytes_s3_store -o zenbytes_eks_orchestrator -c zenbytes_ecr_registry -x zenbytes_aws_secret_manager -d zenbytes_eks_seldon",
  "stack register zenbytes_local_with_mlflow -a default -o default -d zenbytes_mlflow -e zenbytes_mlflow_tracker",
];

/** What the guide has brought over from profiles when a block's other commands are typed. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  "migration 2": ["stack list", ...KUBEFLOW],
  "migration 3": ["stack list", ...ZENBYTES],
  "migration 4": [
    "stack list",
    "project create zenfiles",
    ...KUBEFLOW.map((line) => `${line} --project=zenfiles`),
  ],
};

const SESSIONS = readSessions("migration").filter(({ id }) => id in STARTS);

test.each(SESSIONS.map((session) => [session.id, session] as const))("%s", async (id, session) => {
  const machine = join(root, "machine");
  mkdirSync(machine);
  const terminal = new Terminal(machine);
  for (const line of STARTS[id] ?? []) await terminal.type(`zenml ${line}`);
  const problems: Record<string, readonly string[]> = {};
  for (const { command, output } of session.typed) {
    const ours = readOutput(await terminal.type(command));
    const theirs = readOutput(unwrapped(output));
    const tables = theirs.tables.map((table, index) => asOrdered(table, ours.tables[index]));
    const found = compareOutput({ ...theirs, tables }, ours, DIFFERENCES);
    found.used.forEach((difference) => used.add(difference));
    if (found.problems.length > 0) problems[command] = found.problems;
  }
  expect(problems).toEqual({});
});

/** Cells that the guide breaks over several lines, as one line. */
function unwrapped(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const last = whole.at(-1);
    if (!line.startsWith("┃") || last?.startsWith("┃") !== true) whole.push(line);
    else whole.splice(-1, 1, joinCells(last, line));
  }
  return whole;
}

function joinCells(first: string, second: string): string {
  const rest = second.split(/[┃│]/);
  const cells = first.split(/[┃│]/).map((cell, index) => {
    const more = rest[index]?.trim() ?? "";
    return more === "" ? cell : `${cell.trimEnd()}${more} `;
  });
  return `┃${cells.slice(1, -1).join("│")}┃`;
}

/** The columns that both have, in the order in which they stand here. */
function asOrdered(table: ReadTable, here: ReadTable | undefined): ReadTable {
  const known = here?.headers ?? [];
  const rank = (header: string) => known.indexOf(header);
  const order = table.headers
    .map((_, index) => index)
    .toSorted((a, b) => rank(table.headers[a] ?? "") - rank(table.headers[b] ?? ""));
  const pick = (cells: readonly string[]) => order.map((index) => cells[index] ?? "");
  return { ...table, headers: pick(table.headers), rows: table.rows.map(pick) };
}

afterAll(() => {
  const stale = DIFFERENCES.filter((difference) => !used.has(difference));
  expect(stale.map(({ theirs, ours }) => `${theirs} → ${ours}`)).toEqual([]);
});
