// Imported first by what a person types, so that an old Node says what is wrong before anything else fails.
const NEEDED = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const [neededMajor = 0, neededMinor = 0] = NEEDED;
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(
    `This needs Node ${NEEDED.join(".")} or newer; here is Node ${process.versions.node} (${process.execPath}).`,
  );
  console.error("Next: install it from https://nodejs.org, or `nvm install 20`.");
  process.exit(1);
}
