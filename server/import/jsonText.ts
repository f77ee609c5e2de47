/**
 * JSON text of a value of any depth. `JSON.stringify` recurses and overflows the stack at some thousand levels, and what
 * is written here is exactly what is too deep to be handled otherwise. Linear, with a stack of its own. Numbers that JSON
 * does not know are written as what they are called, in quotes.
 */
export function jsonText(value: unknown): string {
  const parts: string[] = []
  const open: (() => void)[] = []
  const write = (value: unknown) => {
    if (Array.isArray(value)) {
      writeAll(
        '[',
        ']',
        value.map((item: unknown) => ({ before: '', item })),
      )
    } else if (value !== null && typeof value === 'object') {
      const fields = Object.entries(value).filter(([, item]) => item !== undefined)
      writeAll(
        '{',
        '}',
        fields.map(([name, item]) => ({ before: `${JSON.stringify(name)}:`, item })),
      )
    } else parts.push(scalarText(value))
  }
  /** Puts off the items instead of descending into them; the last one put off is written first. */
  const writeAll = (
    start: string,
    end: string,
    items: readonly { readonly before: string; readonly item: unknown }[],
  ) => {
    parts.push(start)
    open.push(() => parts.push(end))
    for (const [index, { before, item }] of [...items.entries()].reverse())
      open.push(() => {
        parts.push(index > 0 ? `,${before}` : before)
        write(item)
      })
  }
  write(value)
  for (let next = open.pop(); next; next = open.pop()) next()
  return parts.join('')
}

function scalarText(value: unknown): string {
  // `JSON.stringify` throws at the first of these and makes null of the others.
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value) ?? 'null'
}
