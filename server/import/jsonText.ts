/**
 * JSON text of a value of any depth. `JSON.stringify` recurses and overflows the stack at a few thousand levels, and
 * this function is for values that are too deep for anything else. Linear, with an explicit stack. Numbers that JSON
 * cannot represent are written as their names in quotes.
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
  /** Pushes the items instead of descending into them; the last one pushed is written first. */
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
  // `JSON.stringify` throws for the first of these and turns the others into null.
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value))
  return JSON.stringify(value) ?? 'null'
}
