// Colours, only where somebody sees them.

export type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

const CODES: Record<Style, readonly [number, number]> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export type Paint = (text: string, style: Style | undefined) => string;

/** NO_COLOR and TERM=dumb always win; FORCE_COLOR stands in for a terminal. */
export function usesColor(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal;
}

export function painter(enabled: boolean): Paint {
  if (!enabled) return (text) => text;
  return (text, style) => {
    if (style === undefined) return text;
    const [on, off] = CODES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
