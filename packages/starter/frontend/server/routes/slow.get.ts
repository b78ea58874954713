/** Seconds that it may take: less than the time limit of a request. */
const SLOWEST = 50;

/** Takes `?seconds=`. It shows that a release fails no request: your own project has no use for it. */
export default defineEventHandler(async (event) => {
  const seconds = Number(getQuery(event).seconds ?? 1);
  if (!(seconds >= 0 && seconds <= SLOWEST))
    throw createError({ statusCode: 400, statusMessage: `Write a number from 0 to ${SLOWEST}.` });
  await new Promise((done) => setTimeout(done, seconds * 1000));
  return { seconds };
});
