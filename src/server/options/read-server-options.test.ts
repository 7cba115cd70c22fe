import { expect, test } from "vitest";
import { readServerOptions } from "./read-server-options.js";

const store_url = "/tmp/store";

test("flags win over the environment, that over the file, that over defaults", () => {
  const file = { path: "server.yaml", text: "port: 1001\nhost: 10.0.0.1\ngrace: 3\n" };
  const options = readServerOptions({
    flags: { port: "1003", host: undefined },
    env: { ZENML_SERVER_PORT: "1002", ZENML_SERVER_HOST: "10.0.0.2", OTHER: "x" },
    file,
    defaults: { store_url, grace: 9, session_days: 3 },
  });
  expect(options).toMatchObject({ port: 1003, host: "10.0.0.2", grace: 3, session_days: 3 });
  expect(options.store_url).toBe(store_url);
});

test("lists and switches are read from text", () => {
  const env = {
    ZENML_SERVER_TRUSTED_PROXIES: "10.0.0.0/8, ::1",
    ZENML_SERVER_PUBLIC_METRICS: "yes",
  };
  const options = readServerOptions({ env, defaults: { store_url } });
  expect(options.trusted_proxies).toEqual(["10.0.0.0/8", "::1"]);
  expect(options.public_metrics).toBe(true);
});

test("everything that is wrong is told at once", () => {
  const told = () =>
    readServerOptions({
      flags: { prot: "80" },
      env: { ZENML_SERVER_PORT: "many", ZENML_SERVER_TRUSTED_PROXIES: "10.0.0.0/99" },
    });
  expect(told).toThrow(/prot \(the flags\): there is no such option. Did you mean 'port'/);
  expect(told).toThrow(/port: is not as it should be/);
  expect(told).toThrow(/trusted_proxies.0: is no address and no network/);
  expect(told).toThrow(/store_url: is missing/);
});

test.each([
  ["a key without its certificate", { tls_key: "key.pem" }, "tls_cert"],
  ["two first passwords", { admin_password: "a", admin_password_file: "b" }, "admin_password"],
])("%s is refused", (_what, flags, message) => {
  expect(() => readServerOptions({ flags: { store_url, ...flags } })).toThrow(message);
});

test("a file that is no list of options is told", () => {
  for (const text of ["- a", "a: [", "text"]) {
    const read = () => readServerOptions({ file: { path: "server.yaml", text } });
    expect(read).toThrow(/server.yaml/);
  }
});
