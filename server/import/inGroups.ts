/** Items in groups, each as soon as `isFull` says so; the last one has what is left. No group is empty. */
export async function* inGroups<Item>(
  items: AsyncIterable<Item>,
  isFull: (group: readonly Item[]) => boolean,
): AsyncGenerator<readonly Item[]> {
  let group: Item[] = []
  for await (const item of items) {
    group.push(item)
    if (!isFull(group)) continue
    const full = group
    group = []
    yield full
  }
  if (group.length > 0) yield group
}
