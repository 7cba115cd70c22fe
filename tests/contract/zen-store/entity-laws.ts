import { describe, expect, test } from "vitest";
import { RESOURCES, RESOURCE_NAMES } from "../../../src/domain/resources.js";
import { SCHEMAS } from "../../../src/domain/schemas.js";
import type { UseStore } from "./place.js";
import { Samples, entitiesOf, time, uuid } from "./samples.js";

const UNKNOWN = uuid(404, "99999999");
const GENERATED = ["id", "created", "updated", "user_id", "project_id"];

/** Laws of one entity of each resource. */
export function entityLaws(use: UseStore): void {
  describe.each(RESOURCE_NAMES)("%s", (resource) => {
    test("what was created is read back the same, by get and by find", async () => {
      const store = await use();
      const made = await new Samples(store).create(resource);
      expect(await entitiesOf(store, resource).get(made.id)).toEqual(made);
      expect(await entitiesOf(store, resource).find(made.id)).toEqual(made);
    });

    test("id, times, owner and project are filled in", async () => {
      const store = await use();
      const input = Object.entries(await new Samples(store).input(resource)).filter(
        ([field]) => !GENERATED.includes(field),
      );
      const made: object = await entitiesOf(store, resource).create(
        Object.fromEntries(input) as never,
      );
      const filled = Object.keys(SCHEMAS[resource].shape).filter((field) =>
        GENERATED.includes(field),
      );
      expect(Object.keys(made)).toEqual(expect.arrayContaining(filled));
      if ("project_id" in made) expect(made).toMatchObject(store.scope);
    });

    test("a second one with the same id or unique key is refused", async () => {
      const store = await use();
      const samples = new Samples(store);
      const made = await samples.create(resource, 1);
      await expect(samples.create(resource, 2, { id: made.id } as never)).rejects.toMatchObject({
        code: "entity_exists",
      });
      const twin = samples.create(resource, 1);
      if (RESOURCES[resource].unique === null) await twin;
      else await expect(twin).rejects.toMatchObject({ code: "entity_exists" });
    });

    test("an unknown one is not found, whatever is asked of it", async () => {
      const store = await use();
      const entities = entitiesOf(store, resource);
      const unknown = { code: "not_found" };
      await expect(entities.get(UNKNOWN)).rejects.toMatchObject(unknown);
      await expect(entities.get("nobody")).rejects.toMatchObject(unknown);
      await expect(entities.update(UNKNOWN, {})).rejects.toMatchObject(unknown);
      await expect(entities.delete(UNKNOWN)).rejects.toMatchObject(unknown);
      expect(await entities.find(UNKNOWN)).toBeUndefined();
    });

    test("an update changes what it names, and the time of the change", async () => {
      const store = await use();
      const made = await new Samples(store).create(resource);
      const name = "another name 🙂";
      const changed = await entitiesOf(store, resource).update(made.id, { name } as never);
      expect(changed).toEqual({ ...made, name, updated: changed.updated });
      expect(changed.updated > made.updated).toBe(true);
      expect(await entitiesOf(store, resource).find(made.id)).toEqual(changed);
    });

    test("an update to a key that is taken is refused, and changes nothing", async () => {
      const store = await use();
      const { unique } = RESOURCES[resource];
      if (unique === null) return;
      const samples = new Samples(store);
      const [one, other] = [await samples.create(resource, 1), await samples.create(resource, 4)];
      const free = unique.filter((field) => !["project_id", "run_id"].includes(field));
      const taken = Object.fromEntries(free.map((field) => [field, Reflect.get(one, field)]));
      const entities = entitiesOf(store, resource);
      await expect(entities.update(other.id, taken as never)).rejects.toMatchObject({
        code: "entity_exists",
      });
      expect(await entities.find(other.id)).toEqual(other);
    });

    test("what was deleted is gone", async () => {
      const store = await use();
      const made = await new Samples(store).create(resource);
      await entitiesOf(store, resource).delete(made.id);
      expect(await entitiesOf(store, resource).find(made.id)).toBeUndefined();
    });

    test("everything that is wrong with an entity is said at once", async () => {
      const store = await use();
      const input = { ...(await new Samples(store).input(resource)), name: "", bogus: 1, id: "x" };
      const refused = entitiesOf(store, resource).create(input as never);
      await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
      const error = await refused.catch((thrown: unknown) => thrown);
      const problems = (error as { details: { problems: { field: string }[] } }).details.problems;
      expect(problems.map(({ field }) => field).sort()).toEqual(["bogus", "id", "name"]);
    });

    test("an update cannot set unknown fields, nor id, project and time of creation", async () => {
      const store = await use();
      const made = await new Samples(store).create(resource);
      const set = { nam: "x", id: UNKNOWN, created: time(77), name: "-" };
      await expect(entitiesOf(store, resource).update(made.id, set as never)).rejects.toMatchObject(
        {
          code: "invalid_input",
          details: {
            problems: [{ field: "nam" }, { field: "id" }, { field: "created" }, { field: "name" }],
          },
        },
      );
      expect(await entitiesOf(store, resource).find(made.id)).toEqual(made);
    });

    test("what a caller does to an entity that he read stays with him", async () => {
      const store = await use();
      const made = await new Samples(store).create(resource);
      const read: object = await entitiesOf(store, resource).get(made.id);
      for (const value of Object.values(read)) {
        if (typeof value === "object" && value !== null) Reflect.set(value, "spoiled", true);
      }
      Reflect.set(read, "name", "spoiled");
      expect(await entitiesOf(store, resource).get(made.id)).toEqual(made);
    });
  });

  lookUpLaws(use);
}

function lookUpLaws(use: UseStore): void {
  test("an exact name comes before an id, and that before the beginning of one", async () => {
    const { stacks } = await use();
    const [one, two] = [uuid(1, "deadbeef"), uuid(2, "deadbee0")];
    await stacks.create({ id: one, name: "one", shared: false, components: {} });
    await stacks.create({ id: two, name: "deadbeef", shared: false, components: {} });
    await stacks.create({ name: one, shared: false, components: {} });
    expect((await stacks.get("deadbeef")).id).toBe(two);
    expect((await stacks.get(one)).name).toBe(one);
    expect((await stacks.get("deadbee0")).id).toBe(two);
    expect((await stacks.get(one.toUpperCase())).id).toBe(one);
  });

  test("a beginning that several ids have names the candidates", async () => {
    const { stacks } = await use();
    for (const number of [1, 2]) {
      const id = uuid(number, "abcdef00");
      await stacks.create({ id, name: `stack ${number}`, shared: false, components: {} });
    }
    await expect(stacks.get("abcdef")).rejects.toMatchObject({
      code: "ambiguous",
      details: { candidates: [{ name: "stack 1" }, { name: "stack 2" }] },
    });
    await expect(stacks.get("a")).rejects.toMatchObject({ code: "not_found" });
  });

  test("a name that several have is ambiguous until it is narrowed", async () => {
    const { components } = await use();
    await expect(components.get("default")).rejects.toMatchObject({ code: "ambiguous" });
    const found = await components.get("default", { type: "orchestrator" });
    expect(found.type).toBe("orchestrator");
  });

  test("a mistyped name is answered with the nearest one", async () => {
    const { stacks } = await use();
    await expect(stacks.get("defualt")).rejects.toMatchObject({
      code: "not_found",
      hint: "Did you mean 'default'?",
    });
  });

  test.each(["", " a", "a ", "-a", "a/b", "a\\b", "a\u0000", "a\nb", "\ud83d", "x".repeat(256)])(
    "%j is no name",
    async (name) => {
      const { stacks } = await use();
      await expect(stacks.create({ name, shared: false, components: {} })).rejects.toMatchObject({
        code: "invalid_input",
        details: { problems: [{ field: "name" }] },
      });
    },
  );

  test("names are told apart by case, accents, emoji and spaces", async () => {
    const { stacks } = await use();
    const names = ["Größe", "größe", "🙂", "🙃", "a b", "a  b", "é", "e\u0301", "x%", "x_", "x'\""];
    for (const name of names) await stacks.create({ name, shared: false, components: {} });
    for (const name of names) expect((await stacks.get(name)).name).toBe(name);
  });
}
