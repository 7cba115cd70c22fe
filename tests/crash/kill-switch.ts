// Kills this process at a point that was chosen before: wrappers around what a run writes through.
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import type { ArtifactStore } from "../../src/artifacts/artifact-store.js";
import type { OpenFile } from "../../src/integrations/local/temporary-file.js";
import type { StoreDriver } from "../../src/store/driver.js";
import type { Connection } from "../../src/store/sql/sqlite/connection.js";

export class KillSwitch {
  #labels: string[] = [];
  #killAt: number | undefined;
  readonly #file: string;

  /** @param file is told where this process was when it ended */
  constructor(file: string) {
    this.#file = file;
  }

  /** Those that this process came by since it was armed. */
  get labels(): readonly string[] {
    return [...this.#labels];
  }

  /** Counts from here on; kills at no point when none is given. */
  arm(killAt: number | undefined): void {
    this.#labels = [];
    this.#killAt = killAt;
  }

  /** The points of a process are numbered from 1. */
  point(label: string): void {
    if (this.#labels.push(label) !== this.#killAt) return;
    writeFileSync(this.#file, label);
    process.kill(process.pid, "SIGKILL");
    for (;;);
  }

  async after<Result>(label: string, work: Promise<Result>): Promise<Result> {
    const result = await work;
    this.point(label);
    return result;
  }

  /** After every call of the store. */
  driver(inner: StoreDriver): StoreDriver {
    return {
      find: (resource, id) => this.after(`after a store's find`, inner.find(resource, id)),
      select: (resource, selection) =>
        this.after(`after a store's list`, inner.select(resource, selection)),
      place: (resource, selection) =>
        this.after(`after a store's list`, inner.place(resource, selection)),
      write: (changes) => this.after(`after a store's commit`, inner.write(changes)),
      sync: () => this.after(`after a store's sync`, inner.sync()),
      close: () => inner.close(),
    };
  }

  /** Between the statements of a transaction, before and after it is committed. */
  connection(inner: Connection): Connection {
    return {
      file: inner.file,
      isReadOnly: inner.isReadOnly,
      all: (sql, params) => inner.all(sql, params),
      run: (sql, params) => {
        const isCommit = sql === "commit";
        if (isCommit) this.point("inside a transaction, before its commit");
        const changed = inner.run(sql, params);
        if (isCommit) this.point("after a transaction's commit, before it is answered");
        else if (inner.isInTransaction) this.point("inside a transaction, between two statements");
        return changed;
      },
      exec: (sql) => inner.exec(sql),
      get isInTransaction() {
        return inner.isInTransaction;
      },
      close: () => inner.close(),
    };
  }

  artifacts(inner: ArtifactStore): ArtifactStore {
    const write: ArtifactStore["write"] = (content, signal) =>
      this.after("between an artifact's rename and its commit", inner.write(content, signal));
    return new Proxy(inner, {
      get: (target, name) => {
        if (name === "write") return write;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  /** While an artifact's file is written, synced and closed, before it is renamed. */
  get openFile(): OpenFile {
    return async (path, flags, mode) => {
      const file = await this.after("after an artifact's file is made", open(path, flags, mode));
      return {
        write: (block, offset, length) =>
          this.after("after a write to an artifact's file", file.write(block, offset, length)),
        datasync: () => this.after("after an artifact's file is synced", file.datasync()),
        close: () =>
          this.after("after an artifact's file is closed, before its rename", file.close()),
      };
    };
  }
}
