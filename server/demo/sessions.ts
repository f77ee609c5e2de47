import type { RawRow } from '#server/import/oldRows.ts'
import { type Moment, MINUTE, oldTimestamp, SECOND } from './calendar.ts'
import type { RunDraft } from './drafts.ts'
import type { Random } from './random.ts'
import { STORIES } from './stories/allStories.ts'

const SESSIONS = 123

const USERS = ['ines.moreau', 'tomasz.wrona', 'aiko.tanaka', 'daniel.okafor', 'lena.brandt', 'sam.reyes'] as const

/** Names of sessions by topic, used in turn. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ...STORIES.map(({ topic, sessions }) => [topic, sessions] as const),
  ['cosmology', ['CMB power spectrum']],
  ['structures', ['Limmat footbridge']],
  ['remote sensing', ['Wheat yield, Beauce']],
  ['customer analytics', ['Churn study']],
  ['grant office', ['Horizon proposal']],
  ['literature', ['Knee point literature']],
])

type Seat = { readonly session_id: string; readonly row: (lastActive: Moment) => RawRow }
type Seating = {
  readonly sessionOf: (draft: RunDraft) => string
  /** The rows, once it is known when each session's last run ended. */
  readonly rows: (lastActive: ReadonlyMap<string, Moment>) => readonly RawRow[]
}

/**
 * Spreads runs over exactly 123 sessions: the first run of each topic opens one, and so do as many others as it takes;
 * every other run belongs to the session of its topic that was opened last. `drafts` are in order of time.
 */
export function seatRuns(drafts: readonly RunDraft[], random: Random): Seating {
  const firsts = new Set(new Map([...drafts].reverse().map((draft) => [draft.topic, draft])).values())
  const others = random.shuffled(drafts.filter((draft) => !firsts.has(draft))).slice(0, SESSIONS - firsts.size)
  const openers = new Set([...firsts, ...others])
  const seats: Seat[] = []
  const latest = new Map<string, Seat>()
  const counts = new Map<string, number>()
  const sessions = new Map<RunDraft, string>()
  for (const draft of drafts) {
    const count = counts.get(draft.topic) ?? 0
    const open = latest.get(draft.topic)
    const seat = open && !openers.has(draft) ? open : seatOf(draft, count, random.for(`session ${seats.length}`))
    if (seat !== open) {
      seats.push(seat)
      counts.set(draft.topic, count + 1)
      latest.set(draft.topic, seat)
    }
    sessions.set(draft, seat.session_id)
  }
  return {
    sessionOf: (draft) => sessions.get(draft) ?? '',
    rows: (lastActive) => seats.map(({ session_id, row }) => row(lastActive.get(session_id) ?? 0)),
  }
}

function seatOf({ topic, started }: RunDraft, count: number, random: Random): Seat {
  const names = NAMES.get(topic) ?? [topic]
  const session_id = random.uuid()
  const created = started - random.int(20, 600) * SECOND - random.int(0, 999_999)
  const day = new Date(created / 1000).getUTCDate()
  // Two people share a topic, and each keeps to it.
  const user = USERS[(topic.length + (count % 2)) % USERS.length] ?? USERS[0]
  return {
    session_id,
    row: (lastActive) => ({
      id: session_id,
      user_id: user,
      name: `${names[count % names.length] ?? topic}, ${day} January`,
      created_at: oldTimestamp(created),
      last_active_at: oldTimestamp(Math.max(lastActive, created + MINUTE)),
      status: 'active',
      meta: JSON.stringify({ topic }),
    }),
  }
}
