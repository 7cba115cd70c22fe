import { expect, test } from "vitest";
import { parseFilters, parseSort } from "./filter.js";
import type { Filter } from "./query.js";
import type { ResourceName } from "./resources.js";

function parsed(resource: ResourceName, text: string): Pick<Filter, "operator" | "value"> {
  const [filter] = parseFilters(resource, [text]);
  return { operator: filter?.operator ?? "eq", value: filter?.value ?? null };
}

test.each([
  ["name=foo", "eq", "foo"],
  ["name=contains:foo", "contains", "foo"],
  ["name=eq:in:box", "eq", "in:box"],
  ["name=a=b", "eq", "a=b"],
  ["name=", "eq", ""],
  ["status=in:failed,cancelled", "in", ["failed", "cancelled"]],
  ["pipeline_id=null", "eq", null],
  ["pipeline_id=ne:null", "ne", null],
  ["name=null", "eq", "null"],
])("of runs, %s is %s %j", (text, operator, value) => {
  expect(parsed("run", text)).toEqual({ operator, value });
});

test.each([
  ["created=gte:2026-01-31", "gte", "2026-01-31"],
  ["created=lt:2026-01-31", "lt", "2026-01-31"],
  ["created=gt:2026-01-31", "gt", "2026-01-31T23:59:59.999Z"],
  ["created=lte:2026-01-31", "lte", "2026-01-31T23:59:59.999Z"],
  ["created=2026-01-31", "startswith", "2026-01-31"],
  ["created=gte:2026-01-31T12:30", "gte", "2026-01-31T12:30:00.000Z"],
  ["created=gte:2026-01-31T12:30:00+02:00", "gte", "2026-01-31T10:30:00.000Z"],
  ["created=startswith:2026-01", "startswith", "2026-01"],
])("a day means the whole of it, and a time without a zone is UTC: %s", (text, operator, value) => {
  expect(parsed("run", text)).toEqual({ operator, value });
});

test("numbers are numbers, links are looked into", () => {
  expect(parsed("pipeline", "version=gte:2")).toEqual({ operator: "gte", value: 2 });
  expect(parsed("step", "inputs=abc")).toEqual({ operator: "has", value: "abc" });
});

test.each([
  ["statuss=x", "Did you mean 'status'?"],
  ["status=complete", "Did you mean 'completed'?"],
  ["name=contain:x", "Did you mean 'contains'?"],
  ["name", "has no '='"],
  ["name=contains:", "needs a value"],
  ["created=gte:yesterday", "is no time"],
  ["created=gte:2026-13-45", "is no time"],
  ["status=has:x", "has no operator 'has'"],
])("%s is refused: %s", (text, said) => {
  expect(() => parseFilters("run", [text])).toThrow(said);
});

test("a field that is no field names all that there are", () => {
  expect(() => parseFilters("stack", ["colour=red"])).toThrow(
    "A list of stacks cannot be filtered by 'colour'. Fields: id, name, user_id, created.",
  );
});

test("everything that is wrong is said at once", () => {
  const problems = ["version=two", "bogus=1", "name=ok"];
  expect(() => parseFilters("pipeline", problems)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      details: { problems: [expect.stringContaining("'two'"), expect.stringContaining("'bogus'")] },
    }),
  );
});

test("a sort is a field, with its direction behind or a minus before it", () => {
  expect(parseSort("run", "name")).toEqual({ field: "name", direction: "asc" });
  expect(parseSort("run", "-created")).toEqual({ field: "created", direction: "desc" });
  expect(parseSort("run", "created:desc")).toEqual({ field: "created", direction: "desc" });
  expect(() => parseSort("run", "created:down")).toThrow("direction 'down'");
  expect(() => parseSort("run", "creatd")).toThrow("Did you mean 'created'?");
});
