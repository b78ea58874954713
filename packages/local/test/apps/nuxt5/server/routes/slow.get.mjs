export default async (event) => {
  const seconds = Number(new URL(event.req.url).searchParams.get("seconds") ?? 0);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  return { seconds };
};
