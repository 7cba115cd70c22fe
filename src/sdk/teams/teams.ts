// Teams: users who are given roles together, from code: what `zenml team` does.
import { ZenError } from "../../domain/errors.js";
import type { Team } from "../../domain/entities/team.js";
import { EntityDelegate } from "../entity-delegate.js";
import { needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

type ChangeMembers = (members: readonly string[], ids: readonly string[], team: Team) => string[];

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

  /** As `add`. Errors: also `not_found` naming every user who is no member; then nobody is removed. */
  remove(reference: string, users: readonly string[]): Promise<Team> {
    return this.#change(reference, users, (members, ids, { name }) => {
      const strangers = users.filter((_, index) => !members.includes(ids[index] ?? ""));
      if (strangers.length > 0) throw noMembers(strangers, name);
      return members.filter((id) => !ids.includes(id));
    });
  }

  async #change(reference: string, users: readonly string[], change: ChangeMembers): Promise<Team> {
    this.#check();
    const { store } = this.#session;
    const team = await this.get(reference);
    const ids = await Promise.all(users.map(async (user) => (await store.users.get(user)).id));
    const members = change(team.members, ids, team);
    return this.update(team.id, { members }, { expect: { updated: [team.updated] } });
  }

  #check(): void {
    needServer(this.#session, "teams");
  }
}

function noMembers(users: readonly string[], team: string): ZenError {
  const named = users.map((user) => `'${user}'`).join(", ");
  const are = users.length === 1 ? "is no member" : "are no members";
  return new ZenError("not_found", `${named} ${are} of team '${team}'.`, {
    hint: `See who is: zenml team describe ${JSON.stringify(team)}`,
  });
}
