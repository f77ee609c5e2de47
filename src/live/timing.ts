import { createContext } from 'react'

/** How patient the live parts are, in milliseconds. Tests are less so. */
export const LIVE_TIMING = {
  /** The first wait after a failure, and the most that doubling may make of it. */
  backoff: 1000,
  backoffMax: 30_000,
  /** Until the first frame must be here: a proxy that collects a reply before it passes it on would never let one through. */
  hello: 5000,
  /** Without a single byte; the server sends a comment each 15 s. */
  silence: 40_000,
  /** Between two readings where streams fail. */
  poll: 3000,
  pollList: 10_000,
  /** After which a page that nobody sees gives its connection back: a browser has six for all its pages together. */
  hidden: 20_000,
  /** Between two readings of one list that frames say has changed. */
  refetch: 1000,
  refetchSlowly: 5000,
} as const

export type LiveTiming = { readonly [Name in keyof typeof LIVE_TIMING]: number }

export const LiveTimingContext = createContext<LiveTiming>(LIVE_TIMING)
