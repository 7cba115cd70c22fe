import { expect, test } from "vitest";
import { Peers, isLoopback, isNetwork, peerGroup } from "./peers.js";

function peerOf(trusted: readonly string[], address: string, forwarded?: string) {
  const headers: Record<string, string | undefined> = {
    "x-forwarded-for": forwarded,
    "x-forwarded-proto": "https",
  };
  return new Peers(trusted).at({ address, encrypted: false })((name) => headers[name]);
}

test("what a proxy says counts only where that proxy was named", () => {
  const told = peerOf(["10.0.0.0/8"], "10.1.2.3", "203.0.113.7");
  expect(told).toEqual({ peer: "203.0.113.7", secure: true, loopback: false });
  const untold = peerOf(["10.0.0.0/8"], "192.0.2.1", "127.0.0.1");
  expect(untold).toEqual({ peer: "192.0.2.1", secure: false, loopback: false });
  expect(peerOf([], "192.0.2.1", "127.0.0.1").peer).toBe("192.0.2.1");
});

test("of several addresses the nearest that no trusted proxy has counts", () => {
  const trusted = ["10.0.0.0/8"];
  expect(peerOf(trusted, "10.0.0.1", "127.0.0.1, 203.0.113.7, 10.0.0.2").peer).toBe("203.0.113.7");
  expect(peerOf(trusted, "10.0.0.1", "garbage").peer).toBe("10.0.0.1");
  expect(peerOf(trusted, "10.0.0.1", undefined).peer).toBe("10.0.0.1");
  expect(peerOf(["::1"], "::1", "2001:db8::7").peer).toBe("2001:db8::7");
});

test("loopback is what a socket says, in either form", () => {
  expect(peerOf([], "::ffff:127.0.0.1")).toMatchObject({ peer: "127.0.0.1", loopback: true });
  expect(["127.0.0.1", "127.9.9.9", "::1"].every(isLoopback)).toBe(true);
  expect(["127.evil.example", "10.0.0.1", "::2", ""].some(isLoopback)).toBe(false);
});

test("addresses of one IPv6 subscriber are counted together", () => {
  expect(peerGroup("2001:db8:1:2:3:4:5:6")).toBe(peerGroup("2001:db8:1:2::9"));
  expect(peerGroup("2001:db8::1")).toBe(peerGroup("2001:db8:0:0:5::"));
  expect(peerGroup("2001:db8:1:3::1")).not.toBe(peerGroup("2001:db8:1:2::1"));
  expect(peerGroup("203.0.113.7")).toBe("203.0.113.7");
});

test("networks are addresses with a length that fits", () => {
  expect(["10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"].every(isNetwork)).toBe(true);
  expect(["10.0.0.0/33", "x", "", "10.0.0.0/8/8", "10.0.0.0/"].some(isNetwork)).toBe(false);
});
