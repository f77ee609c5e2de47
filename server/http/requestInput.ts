import type { FieldError } from '#contract/errors.ts'

/** Parameters as text, decoded exactly once, or the fields that cannot be decoded. */
export type RawInput =
  | { readonly kind: 'read'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'unreadable'; readonly errors: readonly FieldError[] }

const MALFORMED = 'is not valid percent-encoded UTF-8'
/** Parameter names come from the client too, so a reply repeats only the beginning of one. */
const NAME_MAX = 64

/**
 * Path parameters, extracted by the segments of `pattern` (`/api/runs/:run_id`). The router decodes what it can and
 * passes on what it cannot, so two spellings could yield one id; here, what cannot be decoded is refused.
 */
export function pathInput(pattern: string, pathname: string): RawInput {
  const segments = pathname.split('/')
  const pairs = pattern
    .split('/')
    .flatMap((part, i) => (part.startsWith(':') ? [{ name: part.slice(1), text: segments[i] ?? '' }] : []))
  return collect(pairs.map(({ name, text }) => ({ name, value: decode(text) })))
}

/**
 * Parameters of a query string, with or without its `?`. Repeated parameters are refused, because parsers disagree on
 * which one counts.
 */
export function queryInput(search: string): RawInput {
  const pairs = search
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return { name: decode(plus(name)) ?? '', value: decode(plus(value.join('='))) }
    })
  return collect(pairs)
}

function collect(pairs: readonly { readonly name: string; readonly value: string | undefined }[]): RawInput {
  const values = new Map<string, string>()
  const errors: FieldError[] = []
  for (const { name, value } of pairs) {
    if (value === undefined) errors.push({ field: shortName(name), message: MALFORMED })
    else if (values.has(name)) errors.push({ field: shortName(name), message: 'must be given only once' })
    else values.set(name, value)
  }
  // `Object.fromEntries` defines own properties, so a parameter named `__proto__` is ordinary data.
  return errors.length > 0 ? { kind: 'unreadable', errors } : { kind: 'read', values: Object.fromEntries(values) }
}

export const shortName = (name: string): string => (name.length > NAME_MAX ? `${name.slice(0, NAME_MAX)}…` : name)

const plus = (text: string): string => text.replaceAll('+', ' ')

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
