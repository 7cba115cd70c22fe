// The API's description as a page to read, made of the same document: nothing is loaded from elsewhere.
import { API_ROOT } from "../../domain/api.js";
import type { JsonSchema } from "../openapi/json-schema.js";
import type { OpenApi, Operation } from "../openapi/openapi.js";
import { escapeHtml, page } from "./html.js";
import { anchorOf, schemaHtml, shortHtml } from "./schema-html.js";

export function referencePage(document: OpenApi, version: string): string {
  const groups = groupsOf(document);
  const names = [...groups.keys(), "schemas"];
  const contents = names.map((name) => `<a href="#${anchor(name)}">${escapeHtml(name)}</a>`);
  const sections = [...groups].map(([name, parts]) => section(name, parts));
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<details><summary><code>${escapeHtml(name)}</code></summary><div id="${anchorOf(name)}">${schemaHtml(schema)}</div></details>`,
  );
  return page(
    "API reference",
    `<h1>API reference</h1>
<p>Version ${escapeHtml(version)}. <a href="/">Server</a> ·
<a href="${API_ROOT}/openapi.json">openapi.json</a></p>
<p>Who asks says so by <code>Authorization: Bearer TOKEN</code>. Lists answer
<code>{"items": […], "next_cursor": …}</code> (a page may be short: the
list goes on until <code>next_cursor</code> is null), errors <code>{"error": {"code", "message", "hint", "details"}}</code>.</p>
<p>${contents.join(" · ")}</p>
${sections.join("\n")}
${section("schemas", schemas)}`,
  );
}

function section(name: string, parts: readonly string[]): string {
  return `<h2 id="${anchor(name)}">${escapeHtml(name)}</h2>\n${parts.join("\n")}`;
}

function anchor(name: string): string {
  return `of-${name.replaceAll(/\W+/g, "-")}`;
}

function groupsOf({ paths }: OpenApi): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const [name = ""] = operation.tags;
      groups.set(name, [...(groups.get(name) ?? []), operationHtml(method, path, operation)]);
    }
  }
  return groups;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const parts = [
    `<p>${escapeHtml(summary)}</p>`,
    `<p>For: <code>${escapeHtml(operation["x-access"])}</code></p>`,
    ...(parameters.length === 0 ? [] : ["<h3>Takes</h3>", parametersHtml(parameters)]),
    ...(requestBody === undefined ? [] : ["<h3>Body</h3>", schemaHtml(schemaIn(requestBody))]),
    "<h3>Answers</h3>",
    answersHtml(responses),
  ];
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> ${escapeHtml(summary)}</summary>
<div id="${escapeHtml(operationId)}">${parts.join("\n")}</div></details>`;
}

function parametersHtml(parameters: readonly JsonSchema[]): string {
  const rows = parameters.map((one) => {
    const { name, in: place, required, description, schema } = one;
    const needed = required === true ? " (needed)" : "";
    const what = typeof description === "string" ? description : "";
    return `<tr><td><code>${escapeHtml(String(name))}</code>${needed}</td><td>${escapeHtml(String(place))}</td><td>${escapeHtml(what)}</td><td>${shortHtml(schema ?? schemaIn(one))}</td></tr>`;
  });
  return table(["name", "in", "what", "values"], rows);
}

function answersHtml(responses: Operation["responses"]): string {
  const rows = Object.entries(responses).map(([status, response]) => {
    const what = String(response["description"]);
    return `<tr><td>${status}</td><td>${escapeHtml(what)}</td><td>${Number(status) < 400 ? shortHtml(schemaIn(response)) : shortHtml(ERROR)}</td></tr>`;
  });
  return table(["status", "what", "body"], rows);
}

const ERROR = { $ref: "#/components/schemas/error" };

function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((one) => `<th>${one}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** Of what holds content, of whatever type. Undefined: there is none. */
function schemaIn({ content }: JsonSchema): unknown {
  if (typeof content !== "object" || content === null) return undefined;
  const [first]: (readonly [string, unknown])[] = Object.entries(content);
  if (first === undefined) return undefined;
  const [type, held] = first;
  const isSchema = typeof held === "object" && held !== null && "schema" in held;
  return isSchema ? held.schema : { type };
}
