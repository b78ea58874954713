import { expect, test } from "vitest";
import { webAddress } from "../../src/images/checkout.ts";

test.each([
  ["git@github.com:you/shop.git", "https://github.com/you/shop"],
  ["https://github.com/you/shop", "https://github.com/you/shop"],
  ["https://x-access-token:ghs_secret@github.com/you/shop.git/", "https://github.com/you/shop"],
  ["https://gitlab.example.com:8443/a/b/c.git?token=x", "https://gitlab.example.com/a/b/c"],
  ["ssh://git@example.com:2222/~ada/shop.git", "https://example.com/~ada/shop"],
  ["git://example.com/shop", "https://example.com/shop"],
  ["../shop", undefined],
  ["/srv/git/shop.git", undefined],
  ["file:///srv/git/shop.git", undefined],
  ["C:\\code\\shop", undefined],
  ["", undefined],
])("%s is at %s", (remote, address) => {
  expect(webAddress(remote)).toBe(address);
});
