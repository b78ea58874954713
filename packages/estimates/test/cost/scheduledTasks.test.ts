import { expect, test } from "vitest";
import { averageTasks } from "../../src/cost/scheduledTasks.ts";

const action = (
  schedule: string,
  minCapacity: number,
  maxCapacity: number,
  service = "ublog-alpha-gunicorn",
) => ({
  type: "aws:appautoscaling/scheduledAction:ScheduledAction",
  name: schedule,
  inputs: {
    resourceId: `service/ublog-alpha-cluster/${service}`,
    schedule,
    scalableTargetAction: { minCapacity, maxCapacity },
  },
});

test("without schedules a service has as many tasks as a release starts", () => {
  expect(averageTasks("ublog-alpha-gunicorn", 2, [])).toBe(2);
  const ofAnother = action("cron(0 8 * * ? *)", 0, 0, "ublog-alpha-default");
  expect(averageTasks("ublog-alpha-gunicorn", 2, [ofAnother])).toBe(2);
});

test("opening hours on weekdays leave 55 of 168 hours", () => {
  const hours = [action("cron(0 8 ? * MON-FRI *)", 1, 2), action("cron(0 19 ? * MON-FRI *)", 0, 0)];
  expect(averageTasks("ublog-alpha-gunicorn", 1, hours)).toBe(55 / 168);
});

test("hours that end after midnight end on the next day", () => {
  const hours = [action("cron(30 20 ? * FRI *)", 3, 3), action("cron(0 1 * * ? *)", 0, 0)];
  expect(averageTasks("ublog-alpha-gunicorn", 3, hours)).toBe((3 * 4.5) / 168);
});

test("a schedule that only limits changes what is outside its limits", () => {
  const limits = [action("cron(0 12 ? * MON *)", 1, 2), action("cron(0 12 ? * TUE *)", 4, 8)];
  expect(averageTasks("ublog-alpha-gunicorn", 1, limits)).toBe((24 * 2 + 144 * 4) / 168);
});

test.each([
  "rate(1 hour)",
  "at(2030-01-01T00:00:00)",
  "cron(0 8 1 * ? *)",
  "cron(0/5 8 * * ? *)",
  "cron(0 8 ? * SAT-MON *)",
])("nobody knows the average with %s", (schedule) => {
  expect(averageTasks("ublog-alpha-gunicorn", 1, [action(schedule, 0, 0)])).toBeUndefined();
});
