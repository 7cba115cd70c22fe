// Preloaded into a process under test: writes the files of all CommonJS modules that it loaded.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  writeFileSync(process.env["ZENML_LOADED"] ?? "", JSON.stringify(files));
});
