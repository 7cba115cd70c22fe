import { arch, availableParallelism, hostname, platform, release, totalmem } from "node:os";
import type { JsonRecord } from "../../domain/entities/fields.js";

/** What a run notes about where it was executed: versions and machine facts, no secrets, no variables. */
export function runEnvironment(zenmlVersion: string): JsonRecord {
  return {
    zenml_version: zenmlVersion,
    node_version: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    host: hostname(),
    cpus: availableParallelism(),
    memory_bytes: totalmem(),
    process_id: process.pid,
  };
}
