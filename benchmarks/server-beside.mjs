// A ZenML 0.20.5 server that was started elsewhere on this machine: what it answers to the same work, asked as
// its own client asks. It is given components that stay, so that it should be one for trying.
import { request } from "./server-load.mjs";

/** @typedef {{ port: number, health: () => string, list: () => string, create: () => string }} Beside */

/**
 * @param {{ url: string, user: string, password: string }} where
 * @returns {Promise<Beside>}
 */
export async function besideServer({ url, user, password }) {
  const { hostname, port } = new URL(url);
  if (hostname !== "127.0.0.1" || port === "") {
    throw new Error(`--beside ${url}: name it as http://127.0.0.1:PORT`);
  }
  const body = new URLSearchParams({ username: user, password });
  const login = await fetch(new URL("/api/v1/login", url), { method: "POST", body });
  if (!login.ok) throw new Error(`--beside ${url} refuses the login: ${login.status}`);
  const { access_token: token } = /** @type {{ access_token: string }} */ (await login.json());
  const headers = { Authorization: `Bearer ${token}` };
  /** @param {string} path */
  const ask = async (path) => {
    const answer = await fetch(new URL(`/api/v1/${path}`, url), { headers });
    return /** @type {{ id: string }} */ (await answer.json());
  };
  const [me, project] = await Promise.all([ask(`users/${user}`), ask("projects/default")]);
  const root = "/api/v1/projects/default";
  const begun = Date.now();
  let made = 0;
  return {
    port: Number(port),
    health: () => request("GET", "/health"),
    list: () => request("GET", `${root}/stacks`, { token }),
    create: () => {
      made += 1;
      const owned = { user: me.id, project: project.id, is_shared: false };
      const flavor = { type: "orchestrator", flavor: "local", configuration: {} };
      const component = { ...owned, ...flavor, name: `component ${begun} ${made}` };
      return request("POST", `${root}/components`, { token, body: component });
    },
  };
}
