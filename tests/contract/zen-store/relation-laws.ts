import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/domain/change.js";
import { RESOURCES, RESOURCE_NAMES } from "../../../src/domain/resources.js";
import type { Parent, OpenName } from "../../../src/domain/resources.js";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { UseStore } from "./place.js";
import { Samples, entitiesOf, uuid } from "./samples.js";

interface Relation {
  readonly child: OpenName;
  readonly parent: Parent;
}

const RELATIONS: readonly Relation[] = RESOURCE_NAMES.flatMap((child) =>
  RESOURCES[child].parents.map((parent) => ({ child, parent })),
);

/** What binds rows together: parents, links, stacks and their components, batches. */
export function relationLaws(use: UseStore): void {
  describe.each(RELATIONS)("$child by $parent.field", ({ child, parent }) => {
    test(`deleting the ${parent.resource}: ${parent.on_delete}`, async () => {
      const admin = await use();
      const store = await inOwnProject(use, admin);
      const samples = new Samples(store);
      const pointedTo =
        parent.resource === "project"
          ? store.scope.project_id
          : (await samples.create(parent.resource)).id;
      const made = await samples.create(child, 3, { [parent.field]: pointedTo } as never);
      const deleted = entitiesOf(store, parent.resource).delete(pointedTo);
      if (parent.on_delete === "restrict") {
        await expect(deleted).rejects.toMatchObject({ code: "in_use" });
        expect(await entitiesOf(store, child).find(made.id)).toEqual(made);
        return;
      }
      await deleted;
      const left = await entitiesOf(store, child).find(made.id);
      if (parent.on_delete === "cascade") expect(left).toBeUndefined();
      else expect(left).toEqual({ ...made, [parent.field]: null });
    });

    test("one that does not exist cannot be named", async () => {
      const store = await use();
      const more = { [parent.field]: uuid(404, "99999999") };
      const made = new Samples(store).create(child, 3, more as never);
      // Another project is nobody's business here, whether it exists or not.
      const code = parent.resource === "project" ? "forbidden" : "not_found";
      await expect(made).rejects.toMatchObject({ code });
    });
  });

  linkLaws(use);
  stackLaws(use);
  batchedDeletionLaw(use);
  commitLaws(use);
}

function linkLaws(use: UseStore): void {
  test("has finds who points to an id, also after an update and after a deletion", async () => {
    const store = await use();
    const samples = new Samples(store);
    const [one, two] = [await samples.create("step", 1), await samples.create("step", 2)];
    const [old, shared] = [uuid(1, "aaaaaaaa"), uuid(7, "dddddddd")];
    const consumers = async (id: string): Promise<string[]> => {
      const filters = [{ field: "inputs", operator: "has", value: id }] as const;
      return (await store.steps.list({ filters })).items.map((step) => step.id).sort();
    };
    expect(await consumers(old)).toEqual([one.id]);
    for (const { id } of [one, two]) {
      await store.steps.update(id, { inputs: { data: shared, again: shared } });
    }
    expect(await consumers(old)).toEqual([]);
    expect(await consumers(shared)).toEqual([one.id, two.id].sort());
    await store.steps.delete(one.id);
    expect(await consumers(shared)).toEqual([two.id]);
    await store.runs.delete(two.run_id);
    expect(await consumers(shared)).toEqual([]);
  });
}

function stackLaws(use: UseStore): void {
  test("a component that a stack has cannot be deleted, and takes its new name there", async () => {
    const store = await use();
    const { id } = await store.components.get("default", { type: "orchestrator" });
    await expect(store.components.delete(id)).rejects.toMatchObject({
      code: "in_use",
      message: expect.stringContaining("'default'"),
    });
    await store.components.update(id, { name: "renamed" });
    const { components } = await store.stacks.get("default");
    expect(components.orchestrator).toEqual({ id, name: "renamed" });
    const stack = await store.stacks.get("default");
    await store.stacks.delete(stack.id);
    await store.components.delete(id);
    expect(await store.components.find(id)).toBeUndefined();
  });
}

function batchedDeletionLaw(use: UseStore): void {
  test("a component that a stack has is not deleted by a batch either, unless the stack goes too", async () => {
    const store = await use();
    const { id } = await store.components.get("default", { type: "orchestrator" });
    const remove = { op: "delete", resource: "component", id } as const;
    await expect(store.commit([remove])).rejects.toMatchObject({ code: "in_use" });
    const stack = await store.stacks.get("default");
    await store.commit([{ op: "delete", resource: "stack", id: stack.id }, remove]);
    expect(await store.components.find(id)).toBeUndefined();
  });
}

function commitLaws(use: UseStore): void {
  test("a batch is applied as a whole, in order", async () => {
    const store = await use();
    const run = await new Samples(store).create("run", 1);
    const changes: Change[] = [
      { op: "create", resource: "run", entity: { ...run, id: uuid(2), name: "second" } },
      { op: "update", resource: "run", id: uuid(2), set: { name: "third" } },
      { op: "delete", resource: "run", id: run.id },
    ];
    await store.commit(changes);
    expect((await store.runs.list()).items.map(({ name }) => name)).toEqual(["third"]);
  });

  test.each<OpenName>(["run", "component"])(
    "a batch of %s of which one change fails leaves nothing behind",
    async (resource) => {
      const store = await use();
      const samples = new Samples(store);
      const made = await samples.create(resource, 1);
      const twin = { ...made, id: uuid(2), name: "other" };
      const changes = [
        { op: "create", resource, entity: twin },
        { op: "update", resource, id: made.id, set: { name: "changed" } },
        { op: "create", resource, entity: { ...twin, id: uuid(3) } },
      ] as unknown as Change[];
      await expect(store.commit(changes)).rejects.toMatchObject({
        code: "entity_exists",
        details: { change: changes[2] },
      });
      expect(await entitiesOf(store, resource).find(made.id)).toEqual(made);
      expect(await entitiesOf(store, resource).find(twin.id)).toBeUndefined();
    },
  );

  test("of calls made at once, one that fails leaves the others alone", async () => {
    const store = await use();
    const run = await new Samples(store).create("run", 1);
    const create = (id: string, name: string): Promise<void> =>
      store.commit([{ op: "create", resource: "run", entity: { ...run, id, name } }]);
    const outcomes = await Promise.allSettled([
      create(uuid(2), "second"),
      create(uuid(3), run.name),
      create(uuid(4), "fourth"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const names = (await store.runs.list()).items.map(({ name }) => name);
    expect(names.sort()).toEqual(["fourth", "run 1", "second"]);
  });

  test("an update whose expectation does not hold is a conflict, and changes nothing", async () => {
    const store = await use();
    const run = await new Samples(store).create("run", 1, { status: "running" });
    const update = (expect_: readonly ("pending" | "running")[]): Promise<void> =>
      store.commit([
        {
          op: "update",
          resource: "run",
          id: run.id,
          set: { ended: run.created },
          expect: { status: expect_ },
        },
      ]);
    await expect(update(["pending"])).rejects.toMatchObject({
      code: "conflict",
      details: { field: "status", found: "running" },
    });
    await expect(update([])).rejects.toMatchObject({ code: "conflict" });
    expect(await store.runs.find(run.id)).toEqual(run);
    await update(["pending", "running"]);
    expect((await store.runs.find(run.id))?.ended).toBe(run.created);
  });

  test("an expectation may be of a field that is null", async () => {
    const store = await use();
    const step = await new Samples(store).create("step", 1, { cache_key: null });
    const claim = (key: string): Promise<void> =>
      store.commit([
        {
          op: "update",
          resource: "step",
          id: step.id,
          set: { cache_key: key },
          expect: { cache_key: [null, "mine"] },
        },
      ]);
    await claim("mine");
    await claim("other");
    await expect(claim("mine")).rejects.toMatchObject({ code: "conflict" });
  });

  test("a run cannot leave a state from which nothing follows", async () => {
    const store = await use();
    const run = await new Samples(store).create("run", 1, { status: "completed" });
    const insisting = {
      op: "update",
      resource: "run",
      id: run.id,
      set: { status: "running" },
      expect: { status: ["completed"] },
    } as const;
    await expect(store.commit([insisting])).rejects.toMatchObject({ code: "conflict" });
    await expect(store.runs.update(run.id, { status: "running" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("an empty batch is nothing", async () => {
    const store = await use();
    await store.commit([]);
    await store.sync();
  });
}

async function inOwnProject(use: UseStore, admin: ZenStore): Promise<ZenStore> {
  await admin.projects.create({ name: "own", description: "" });
  return use({ project: "own" });
}
