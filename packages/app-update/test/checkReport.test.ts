import { describe, expect, test } from "vitest";
import { checkReportIn, sentences, summaryOf } from "../src/release/checkReport.ts";

const REPORT = {
  version: 1 as const,
  kit: null,
  django: "5.2.1",
  celery: null,
  questions: 1,
  problems: [],
  warnings: [],
};

describe("the last line of a check", () => {
  const line = `django-ecs-check ${JSON.stringify(REPORT)}`;
  test("is found among others", () => {
    expect(checkReportIn(["a", line, "b"])).toEqual(REPORT);
  });

  test("also where it came in pieces", () => {
    expect(checkReportIn([line.slice(0, 60), line.slice(60, 90), line.slice(90)])).toEqual(REPORT);
  });

  test.each([[["a"]], [["django-ecs-check {"]], [['django-ecs-check {"version":2}']]])(
    "is none in %j",
    (log) => {
      expect(checkReportIn(log)).toBeUndefined();
    },
  );

  test("in words", () => {
    const found = { question: "tls", reason: "No TLS", remedy: "Use REDIS_URL." };
    expect(sentences([found])).toEqual(["tls: No TLS. Use REDIS_URL."]);
    expect(summaryOf(REPORT)).toBe("1 question, no problems");
    expect(summaryOf({ ...REPORT, questions: 25, problems: [found], warnings: [found, found] })).toBe(
      "25 questions, 1 problem, 2 warnings",
    );
  });
});
