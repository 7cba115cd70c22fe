import type { JsonSchema } from "../openapi/json-schema.js";
import { escapeHtml } from "./html.js";

/** Where the schema of that name stands on the page. */
export function anchorOf(name: string): string {
  return `schema-${name}`;
}

/** As JSON, with what it refers to as links. */
export function schemaHtml(schema: unknown): string {
  const text = escapeHtml(JSON.stringify(schema, undefined, 2));
  return `<pre>${text.replaceAll(
    /&quot;#\/components\/schemas\/(\w+)&quot;/g,
    (_match, name: string) => `<a href="#${anchorOf(name)}">${name}</a>`,
  )}</pre>`;
}

/** In a few words, for a table. */
export function shortHtml(schema: unknown): string {
  if (typeof schema !== "object" || schema === null) return "";
  const { $ref, enum: values, type, pattern }: JsonSchema = { ...schema };
  if (typeof $ref === "string") {
    const name = $ref.split("/").at(-1) ?? "";
    return `<a href="#${anchorOf(name)}">${escapeHtml(name)}</a>`;
  }
  if (Array.isArray(values)) return escapeHtml(values.join(", "));
  if (typeof pattern === "string" && pattern.length < SHORT) {
    return `<code>${escapeHtml(pattern)}</code>`;
  }
  if (typeof type === "string" && type !== "object") return escapeHtml(type);
  return schemaHtml(schema);
}

const SHORT = 60;
