// Preloaded into a process under test: writes what it loaded: files of CommonJS modules, and Node's own.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  /** @type {readonly string[]} */
  const all = Reflect.get(process, "moduleLoadList");
  const own = all.filter((name) => name.startsWith("NativeModule "));
  const builtins = own.map((name) => name.slice("NativeModule ".length));
  writeFileSync(process.env["ZENML_LOADED"] ?? "", JSON.stringify({ files, builtins }));
});
