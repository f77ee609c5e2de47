import type { Session } from '#contract/entities.ts'

export type SessionTimes = Pick<Session, 'created_at' | 'last_active_at'>

/**
 * The session as one run reports it, with its times widened by what its other runs reported: it began with the first
 * and was last active with the last, in whatever order they are written.
 */
export const widenedSession = (given: Session, stored: SessionTimes | undefined): Session => ({
  ...given,
  created_at: extreme(given.created_at, stored?.created_at, -1),
  last_active_at: extreme(given.last_active_at, stored?.last_active_at, 1),
})

/** Timestamps in canonical form sort as text. */
function extreme<Time extends string>(one: Time | null, other: Time | null | undefined, side: 1 | -1): Time | null {
  if (one === null || other === null || other === undefined) return one ?? other ?? null
  return (one > other ? 1 : -1) === side ? one : other
}
