// Teams: users who are given roles together, from code: what `zenml team` does.
import type { Team } from "../../domain/entities/team.js";
import { EntityDelegate } from "../entity-delegate.js";
import { needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

export class Teams extends EntityDelegate<"team"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.teams);
    this.#session = session;
  }

  /** Errors: `entity_exists`, `invalid_input`, `forbidden`. */
  async create(name: string): Promise<Team> {
    this.#check();
    return this.#session.store.teams.create({ name, members: [] });
  }

  /** Errors: `not_found`, `forbidden`. */
  async delete(reference: string): Promise<Team> {
    this.#check();
    const team = await this.get(reference);
    await this.#session.store.teams.delete(team.id);
    return team;
  }

  /** By names or ids. Errors: `not_found`, `forbidden`, `conflict` when somebody changes it at once. */
  add(reference: string, users: readonly string[]): Promise<Team> {
    return this.#change(reference, users, (members, ids) => [...new Set([...members, ...ids])]);
  }

  /** As `add`. */
  remove(reference: string, users: readonly string[]): Promise<Team> {
    return this.#change(reference, users, (members, ids) =>
      members.filter((id) => !ids.includes(id)),
    );
  }

  async #change(
    reference: string,
    users: readonly string[],
    change: (members: readonly string[], ids: readonly string[]) => string[],
  ): Promise<Team> {
    this.#check();
    const { store } = this.#session;
    const team = await this.get(reference);
    const ids = await Promise.all(users.map(async (user) => (await store.users.get(user)).id));
    const members = change(team.members, ids);
    return this.update(team.id, { members }, { expect: { updated: [team.updated] } });
  }

  #check(): void {
    needServer(this.#session, "teams");
  }
}
