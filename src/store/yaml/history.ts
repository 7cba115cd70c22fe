// The run history of a store of YAML files: many small writes, so a database beside the files. It is made
// by the first run, and opened by the first question about one.
import { existsSync } from "node:fs";
import type { StoreDriver } from "../driver.js";
import type { OpenSqlOptions } from "../sql/open-sql.js";

export interface Database {
  openSqlDriver(options: OpenSqlOptions): Promise<StoreDriver>;
}

export interface HistoryOptions extends OpenSqlOptions {
  readonly loadDatabase: () => Promise<Database>;
}

export class History {
  readonly #options: HistoryOptions;
  #driver: Promise<StoreDriver> | undefined;
  #opened: StoreDriver | undefined;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Undefined as long as nothing has run. */
  reader(): Promise<StoreDriver> | undefined {
    return this.#driver ?? (existsSync(this.#options.file) ? this.writer() : undefined);
  }

  writer(): Promise<StoreDriver> {
    this.#driver ??= this.#open();
    return this.#driver;
  }

  /** True also as long as nothing has run. */
  isInPlace(): boolean {
    return this.#opened?.isInPlace?.() ?? true;
  }

  async sync(): Promise<void> {
    await (await this.#driver)?.sync();
  }

  async close(): Promise<void> {
    await (await this.#driver)?.close();
  }

  async #open(): Promise<StoreDriver> {
    try {
      const { openSqlDriver } = await this.#options.loadDatabase();
      this.#opened = await openSqlDriver({ ...this.#options, contents: "history" });
      return this.#opened;
    } catch (error) {
      this.#driver = undefined;
      throw error;
    }
  }
}
