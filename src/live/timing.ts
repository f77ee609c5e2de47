import { createContext } from 'react'

/** Timeouts of live updates in milliseconds. Tests use shorter ones. */
export const LIVE_TIMING = {
  /** The first delay after a failure, and the maximum after doubling. */
  backoff: 1000,
  backoffMax: 30_000,
  /** Deadline for the first frame: a buffering proxy would never deliver one. */
  hello: 5000,
  /** Maximum silence; the server sends a comment every 15 s. */
  silence: 40_000,
  /** Polling interval while streams fail. */
  poll: 3000,
  pollList: 10_000,
  /** A page hidden for this long closes its connection: a browser allows six per host for all pages together. */
  hidden: 20_000,
  /** Minimum interval between refetches of a list that frames mark as changed. */
  refetch: 1000,
  refetchSlowly: 5000,
} as const

export type LiveTiming = { readonly [Name in keyof typeof LIVE_TIMING]: number }

export const LiveTimingContext = createContext<LiveTiming>(LIVE_TIMING)
