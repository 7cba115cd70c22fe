import { cellText } from "../output/cell-text.js";
import { showTime } from "../show.js";

/** A line of the log as its fields; what is none of ours, as a message. */
export function readLogLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch {
    // Written by something else than the log, as Node when it ends.
  }
  return { message: line };
}

/** `2026-11-21 15:20:01 info request GET /health 200`, with the other fields behind. */
export function showLogLine(line: string): string {
  const { time, level, event, method, path, status, duration_ms, ...others } = readLogLine(line);
  if (typeof time !== "string") return cellText(line, { lines: false });
  const words = [showTime(time), level, event, method, path, status].map(shown);
  const took = typeof duration_ms === "number" ? [`${duration_ms} ms`] : [];
  const rest = Object.entries(others).map(([name, value]) => `${name}=${shown(value)}`);
  const text = [...words, ...took, ...rest].filter((word) => word !== "").join(" ");
  return cellText(text, { lines: false });
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
}
