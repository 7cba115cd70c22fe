// The log of a run is a file of JSON lines, one LogLine a line, appended while the run goes on.
import type { LogLine } from "../step-task.js";

const STREAMS: readonly string[] = [
  "stdout",
  "stderr",
  "log",
] satisfies readonly LogLine["stream"][];

/** By hand, since texts alone are quicker to quote than a record. */
export function formatLogLine({ step, stream, text, time }: LogLine): string {
  return `{"step":${JSON.stringify(step)},"stream":"${stream}","text":${JSON.stringify(text)},"time":${time}}\n`;
}

/** Undefined for a line that was cut off by a crash. */
export function parseLogLine(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLogLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLogLine(value: unknown): value is LogLine {
  if (typeof value !== "object" || value === null) return false;
  return (
    "step" in value &&
    typeof value.step === "string" &&
    "stream" in value &&
    typeof value.stream === "string" &&
    STREAMS.includes(value.stream) &&
    "text" in value &&
    typeof value.text === "string" &&
    "time" in value &&
    typeof value.time === "number"
  );
}
