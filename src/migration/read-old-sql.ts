import { pathToFileURL } from "node:url";
import { ZenError } from "../domain/errors.js";
import type { OldComponent, OldProfile } from "./old-profile.js";
import { parseOldYaml, settingsOf } from "./read-old-yaml.js";

type Row = Readonly<Record<string, unknown>>;

const TABLES = ["zenstack", "zenstackcomponent", "zenstackdefinition"];

/** Reads the SQLite database of an old profile, and nothing but reads. Errors: `store_foreign`, `store_corrupt`. */
export async function readOldSql(file: string): Promise<OldProfile> {
  const { DatabaseSync } = await import("@photostructure/sqlite");
  const database = new DatabaseSync(pathToFileURL(file).href, { readOnly: true });
  const all = (sql: string): Row[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  try {
    const tables = all("select name from sqlite_master where type = 'table'").map(nameOf);
    if (!TABLES.every((table) => tables.includes(table))) throw foreign(file);
    const rows = all("select id, type, name, flavor, configuration from zenstackcomponent");
    const stacks = new Map(all("select name from zenstack").map((row) => [nameOf(row), new Map()]));
    const kinds = new Map(rows.map((row) => [row["id"], row]));
    const problems: string[] = [];
    for (const { stack_name, component_id } of all("select * from zenstackdefinition")) {
      const component = kinds.get(component_id);
      if (component === undefined) {
        problems.push(`the stack '${String(stack_name)}' names a component that is not there`);
      } else stacks.get(String(stack_name))?.set(String(component["type"]), nameOf(component));
    }
    const flavors = tables.includes("zenflavor") ? all("select * from zenflavor") : [];
    return {
      source: file,
      components: rows.map(componentOf),
      stacks,
      flavors: flavors.map((row) => ({
        type: String(row["type"]),
        name: nameOf(row),
        source: String(row["source"]),
      })),
      problems,
    };
  } catch (error) {
    if (error instanceof ZenError) throw error;
    throw new ZenError("store_corrupt", `The database ${file} cannot be read.`, { cause: error });
  } finally {
    database.close();
  }
}

/** Settings lie there as the base64 of the component's YAML. */
function componentOf(row: Row): OldComponent {
  const { id, type, flavor, configuration } = row;
  const bytes = configuration instanceof Uint8Array ? configuration : new Uint8Array();
  const yaml = Buffer.from(Buffer.from(bytes).toString("ascii"), "base64").toString("utf8");
  const content = parseOldYaml(yaml);
  const settings = settingsOf(typeof content === "object" && content !== null ? content : {});
  return {
    type: String(type),
    name: nameOf(row),
    flavor: String(flavor),
    configuration: settings.configuration,
    id: settings.id ?? settingsOf({ uuid: id }).id,
  };
}

function nameOf(row: Row): string {
  return String(row["name"]);
}

function foreign(file: string): ZenError {
  return new ZenError("store_foreign", `The database ${file} holds no profile of an older ZenML.`, {
    hint: "zenml profile migrate FOLDER, with the folder or database of an old profile",
  });
}
