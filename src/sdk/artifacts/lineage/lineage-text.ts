// Draws a lineage as trees: what it was made of, and what was made of it.
import type { Lineage, LineageNode } from "./lineage-graph.js";

type Direction = "up" | "down";

const TITLES: Readonly<Record<Direction, string>> = { up: "Made of", down: "Made of it" };

export function lineageText(lineage: Lineage, directions: readonly Direction[]): string {
  const tree = new Tree(lineage);
  const root = lineage.nodes.find(({ id }) => id === lineage.artifact);
  const sections = directions.map((direction) => {
    const lines = tree.lines(lineage.artifact, direction);
    return [`${TITLES[direction]}:`, ...(lines.length === 0 ? ["  nothing"] : lines)].join("\n");
  });
  return [root === undefined ? "" : label(root), ...sections].join("\n");
}

class Tree {
  readonly #nodes: ReadonlyMap<string, LineageNode>;
  readonly #lineage: Lineage;

  constructor(lineage: Lineage) {
    this.#lineage = lineage;
    this.#nodes = new Map(lineage.nodes.map((node) => [node.id, node]));
  }

  lines(id: string, direction: Direction): string[] {
    return this.#below(id, { direction, drawn: new Set([id]), prefix: "  " });
  }

  #below(
    id: string,
    way: { readonly direction: Direction; readonly drawn: Set<string>; readonly prefix: string },
  ): string[] {
    const { direction, drawn, prefix } = way;
    const next = this.#next(id, direction);
    const node = this.#nodes.get(id);
    const more = node?.kind === "artifact" ? (node.more_items ?? 0) : 0;
    const lines = next.flatMap(({ other, name }, index) => {
      const isLast = index === next.length - 1 && (direction === "down" || more === 0);
      const found = this.#nodes.get(other);
      if (found === undefined) return [];
      const isNew = !drawn.has(other);
      drawn.add(other);
      const text = `${named(name, found)}${isNew ? "" : " (as above)"}`;
      const line = `${prefix}${isLast ? "└─ " : "├─ "}${text}`;
      if (!isNew) return [line];
      const deeper = `${prefix}${isLast ? "   " : "│  "}`;
      return [line, ...this.#below(other, { direction, drawn, prefix: deeper })];
    });
    if (direction === "up" && more > 0) lines.push(`${prefix}└─ … ${more} more items`);
    return lines;
  }

  #next(id: string, direction: Direction): readonly { other: string; name: string }[] {
    return this.#lineage.edges.flatMap(({ from, to, name }) => {
      if (direction === "up") return to === id ? [{ other: from, name }] : [];
      return from === id ? [{ other: to, name }] : [];
    });
  }
}

/** The name that it had there, where that is not its own. */
function named(name: string, node: LineageNode): string {
  const text = label(node);
  return node.kind === "step" || name === node.name ? text : `${name}: ${text}`;
}

function label(node: LineageNode): string {
  if (node.kind === "step") return `${node.run}/${node.name} (${node.status})`;
  return `${node.name} (${node.type}) ${node.id.slice(0, 8)}`;
}
