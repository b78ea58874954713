import { defineEventHandler, getQuery } from "#imports";

export default defineEventHandler(async (event) => {
  const seconds = Number(getQuery(event).seconds);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  return { seconds };
});
