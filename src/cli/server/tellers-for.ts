import type { Tellers } from "../../sdk/session/tellers.js";
import type { Output } from "../output/output.js";

export function tellersFor(output: Output): Tellers {
  return { notice: (text) => output.notice(text), warn: (text) => output.warn(text) };
}
