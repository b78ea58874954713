import { expect, test } from "vitest";
import { scramVerifier } from "../../../src/app/database/scram.ts";

test("is what Postgres makes of the password and salt of RFC 7677's example", () => {
  expect(scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"))).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("refuses what it would have to normalise", () => {
  expect(() => scramVerifier("größer", Buffer.alloc(16))).toThrow(
    "The password of a database has characters outside printable ASCII.",
  );
});
