#!/usr/bin/env node
// Small on purpose: what answers a call is in dist/code, and only as much of it as the call needs is loaded.
"use strict";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Error: zenml needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

void require("../dist/code/start.cjs").start();
