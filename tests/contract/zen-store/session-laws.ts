import { describe, expect, test } from "vitest";
import type { Role } from "../../../src/domain/principal.js";
import { RESOURCES, RESOURCE_NAMES } from "../../../src/domain/resources.js";
import type { Place } from "./subject.js";
import { Samples, entitiesOf, uuid } from "./samples.js";
import type { UseStore } from "./place.js";

const SCOPED = RESOURCE_NAMES.filter((name) => RESOURCES[name].scope === "project");

/** What one session sees of another: projects, roles, handles, restarts. */
export function sessionLaws(use: UseStore, place: () => Place): void {
  describe.each(SCOPED)("%s of another project", (resource) => {
    test("is not there, whatever is asked of it", async () => {
      const here = await use();
      const made = await new Samples(here).create(resource, 1);
      await here.projects.create({ name: "elsewhere", description: "" });
      const elsewhere = await use({ project: "elsewhere" });
      const entities = entitiesOf(elsewhere, resource);
      const unknown = { code: "not_found" };
      expect((await entities.list()).items).toEqual([]);
      expect(await entities.find(made.id)).toBeUndefined();
      await expect(entities.get(made.id)).rejects.toMatchObject(unknown);
      await expect(entities.get(made.id.slice(0, 6))).rejects.toMatchObject(unknown);
      await expect(entities.get(made.name)).rejects.toMatchObject(unknown);
      await expect(entities.update(made.id, { name: "mine" } as never)).rejects.toMatchObject(
        unknown,
      );
      await expect(entities.delete(made.id)).rejects.toMatchObject(unknown);
      const update = { op: "update", resource, id: made.id, set: { name: "mine" } } as const;
      await expect(elsewhere.commit([update as never])).rejects.toMatchObject(unknown);
      const insisting = { ...update, expect: { project_id: [here.scope.project_id] } };
      await expect(elsewhere.commit([insisting as never])).rejects.toMatchObject(unknown);
      const remove = { op: "delete", resource, id: made.id } as const;
      await expect(elsewhere.commit([remove])).rejects.toMatchObject(unknown);
      const theft = { op: "create", resource, entity: { ...made, id: uuid(9) } } as never;
      await expect(elsewhere.commit([theft])).rejects.toMatchObject({ code: "forbidden" });
      expect(await entitiesOf(here, resource).find(made.id)).toEqual(made);
    });

    test("is seen by the session that goes there", async () => {
      const here = await use();
      await here.projects.create({ name: "elsewhere", description: "" });
      const elsewhere = await use({ project: "elsewhere" });
      const made = await new Samples(elsewhere).create(resource, 1);
      const gone = here.inProject(elsewhere.scope.project_id);
      expect(gone.scope).toEqual({ ...here.scope, project_id: elsewhere.scope.project_id });
      expect(await entitiesOf(gone, resource).find(made.id)).toEqual(made);
      expect(await entitiesOf(here, resource).find(made.id)).toBeUndefined();
    });

    test("may have the same name", async () => {
      const here = await use();
      await new Samples(here).create(resource, 1);
      await here.projects.create({ name: "elsewhere", description: "" });
      const elsewhere = await use({ project: "elsewhere" });
      const twin = await new Samples(elsewhere).create(resource, 1);
      expect((await entitiesOf(elsewhere, resource).list()).items).toHaveLength(1);
      expect(twin).toMatchObject({ project_id: elsewhere.scope.project_id });
    });
  });

  roleLaws(use);
  handleLaws(use, place);
}

function roleLaws(use: UseStore): void {
  const as = (role: Role) => ({ user_id: uuid(1), user_name: "ada", role });

  test("a viewer reads everything and changes nothing", async () => {
    const store = await use({ principal: as("viewer") });
    const admin = await use();
    for (const resource of RESOURCE_NAMES) {
      const input = await new Samples(admin).input(resource, 5);
      await entitiesOf(store, resource).list();
      await expect(entitiesOf(store, resource).create(input)).rejects.toMatchObject({
        code: "forbidden",
        hint: expect.stringContaining("viewer"),
      });
    }
  });

  test("an editor changes all but users and projects", async () => {
    const store = await use({ principal: as("editor") });
    const made = await new Samples(store).create("stack", 1);
    expect(made.user_id).toBe(uuid(1));
    const forbidden = { code: "forbidden" };
    await expect(store.users.create({ name: "eve" })).rejects.toMatchObject(forbidden);
    const project = { id: store.scope.project_id, op: "delete", resource: "project" } as const;
    await expect(store.commit([project])).rejects.toMatchObject(forbidden);
  });
}

function handleLaws(use: UseStore, place: () => Place): void {
  test("two handles see each other's changes at once", async () => {
    const [one, two] = [await use(), await use()];
    for (const resource of RESOURCE_NAMES) {
      const made = await new Samples(one).create(resource, 1);
      expect(await entitiesOf(two, resource).find(made.id)).toEqual(made);
      await entitiesOf(two, resource).update(made.id, { name: "by the other" } as never);
      expect((await entitiesOf(one, resource).get(made.id)).name).toBe("by the other");
    }
  });

  test("of two handles that make one name at once, one is refused", async () => {
    const [one, two] = [await use(), await use()];
    const input = { name: "same", shared: false, components: {} };
    const outcomes = await Promise.allSettled([one.stacks.create(input), two.stacks.create(input)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const filters = [{ field: "name", operator: "eq", value: "same" }] as const;
    expect((await one.stacks.list({ filters })).items).toHaveLength(1);
  });

  test("what two handles write at once is all there", async () => {
    const [one, two] = [await use(), await use()];
    const names = Array.from({ length: 20 }, (_, index) => `stack ${index}`);
    await Promise.all(
      names.map((name, index) =>
        (index % 2 === 0 ? one : two).stacks.create({ name, shared: false, components: {} }),
      ),
    );
    for (const handle of [one, two]) {
      const found = (await handle.stacks.list({ limit: 100 })).items.map(({ name }) => name);
      expect(found.sort()).toEqual(["default", ...names].sort());
    }
  });

  test("of two handles that rename one thing at once, one is told of the other", async () => {
    const [one, two] = [await use(), await use()];
    const { id } = await one.stacks.create({ name: "old", shared: false, components: {} });
    const rename = (store: typeof one, name: string) =>
      store.stacks.update(id, { name }, { expect: { name: ["old"] } });
    const outcomes = await Promise.allSettled([rename(one, "left"), rename(two, "right")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict" });
    const winner = outcomes[0]?.status === "fulfilled" ? "left" : "right";
    expect((await two.stacks.find(id))?.name).toBe(winner);
  });

  test("what was written is there after a restart", async ({ skip }) => {
    const { restart } = place();
    if (restart === undefined) return skip("this store keeps nothing");
    const store = await use();
    const made = new Map<string, object>();
    for (const resource of RESOURCE_NAMES) {
      made.set(resource, await new Samples(store).create(resource, 1));
    }
    await restart();
    const again = await use();
    for (const resource of RESOURCE_NAMES) {
      const { id } = made.get(resource) as { id: string };
      expect(await entitiesOf(again, resource).find(id)).toEqual(made.get(resource));
    }
  });

  test("what the clock and the source of ids give is what is written", async () => {
    const store = await use();
    const before = new Date().toISOString();
    const made = await store.projects.create({ name: "timed", description: "" });
    expect(made.created >= before && made.created <= new Date().toISOString()).toBe(true);
    expect(made.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
}
