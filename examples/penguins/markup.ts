// Small functions for writing HTML and SVG as text, with everything escaped.

export type Attributes = Readonly<Record<string, string | number>>;

/** Text that may stand between tags and inside attribute values. */
export function escape(text: string | number): string {
  return String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An element; `children` are markup already, so text goes through `escape` first. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const open = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join("");
  return children.length === 0
    ? `<${name}${open} />`
    : `<${name}${open}>${children.join("")}</${name}>`;
}

export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

export interface ScaleOptions {
  /** Distance between ticks; the axis begins and ends on one. */
  readonly step: number;
  /** Pixels where the axis begins and ends. */
  readonly range: readonly [number, number];
}

/** A linear axis that begins and ends on a tick and leaves no value outside. */
export function scale(values: readonly number[], { step, range }: ScaleOptions): Scale {
  const first = Math.floor(Math.min(...values) / step);
  const last = Math.max(Math.ceil(Math.max(...values) / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  const [start, end] = range;
  const place = (value: number) =>
    round(start + ((value / step - first) / (last - first)) * (end - start));
  return Object.assign(place, { ticks });
}

/** `0.9767` as `97.7 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
