import * as z from 'zod/mini'

export const GENERATE_HELP = `npm run generate -- --nodes N --events M [options]

Writes one generated run to the database set by DATABASE_URL or DATA_DIR. Stop the server first if it uses the embedded
database. The same options generate the same run and replace it.

  --nodes N      number of nodes, 1 to 50000 (default 20)
  --events M     number of events, at least one per node, up to 1000000 (default 500)
  --messages K   number of messages along the edges, up to 100000 (default: the number of nodes)
  --files F      number of files with contents, up to 20000 (default: a tenth of the nodes)
  --seed TEXT    a different seed generates a different run (default "one")
  --large        add payloads of 5 MB, of 200,000 lines, and of one line of 1 MB
  --hostile      add texts and files that try to attack the viewer`

const number = (name: string, least: number, most: number) =>
  z.pipe(
    z.string().check(
      z.refine((text) => /^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most, {
        error: `--${name} must be a whole number from ${least} to ${most}.`,
      }),
    ),
    z.transform(Number),
  )

const Given = z.object({
  nodes: z._default(z.optional(number('nodes', 1, 50_000)), 20),
  events: z._default(z.optional(number('events', 1, 1_000_000)), 500),
  messages: z.optional(number('messages', 0, 100_000)),
  files: z.optional(number('files', 0, 20_000)),
  seed: z._default(
    z.optional(
      z.string().check(z.regex(/^[\w-]{1,40}$/, { error: '--seed must be 1 to 40 letters, digits, _ or -.' })),
    ),
    'one',
  ),
  large: z._default(z.optional(z.boolean()), false),
  hostile: z._default(z.optional(z.boolean()), false),
})

export type ReadOptions =
  | { readonly kind: 'read'; readonly options: GenerateOptions }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] }

/** What the command line asks for, as texts by option. */
export function readGenerateOptions(given: Readonly<Record<string, unknown>>): ReadOptions {
  const parsed = z.safeParse(Given, given)
  if (!parsed.success) return { kind: 'refused', sentences: parsed.error.issues.map((issue) => issue.message) }
  const { nodes, files = Math.ceil(nodes / 10), messages = nodes, ...rest } = parsed.data
  return { kind: 'read', options: { ...rest, nodes, files, messages } }
}

export type GenerateOptions = {
  /** At least 1. */
  readonly nodes: number
  /** At least 1 for each node is made, so that every node has one; otherwise exact. */
  readonly events: number
  readonly messages: number
  readonly files: number
  /** The same seed and numbers make the same run, under the same ids. */
  readonly seed: string
  /** Adds events whose payloads are of megabytes, of 200,000 lines and of one line of a megabyte. */
  readonly large: boolean
  /** Adds events and files whose texts try to do harm to whoever shows them. */
  readonly hostile: boolean
}
