/** All items of an answer in pages: `page` takes the mark of a page, undefined for the first, and gives that of the next. */
export async function everyPage<T>(
  page: (mark?: string) => Promise<{ items: readonly T[]; next?: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let mark: string | undefined;
  do {
    const { items, next } = await page(mark);
    all.push(...items);
    mark = next;
  } while (mark);
  return all;
}
