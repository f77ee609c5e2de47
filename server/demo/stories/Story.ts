import type { Act } from '../act.ts'
import type { Model } from '../models.ts'
import type { Random } from '../random.ts'

/** How a telling goes: without trouble, with an error that a retry mends, or with one that nobody mends. */
export type Course = 'smooth' | 'mended' | 'fatal'

/** What a story is asked to tell. The same brief makes the same telling; another random another one. */
export type Brief = {
  readonly random: Random
  readonly model: Model
  /** Whether the run's files are stored; otherwise its results go into the notes of the session. */
  readonly keepsFiles: boolean
}

/** One run of a story, in words and figures of its own. */
export type Telling = {
  readonly task: string
  /** Markdown. */
  readonly plan: string
  /** The agent that does the step, and what it was told. */
  readonly agent: string
  readonly assignment: string
  readonly result: string
  /** The acts of the step: what comes first, three that go well or go wrong, and the rest. 15 in all, two of them optional. */
  readonly begin: readonly Act[]
  readonly smooth: readonly [Act, Act, Act]
  readonly trouble: { readonly failed: Act; readonly diagnosis: Act; readonly retried: Act }
  readonly finish: readonly Act[]
  /** Where nothing mends the trouble: what was looked up and tried in vain. */
  readonly impasse: {
    readonly query: string
    readonly found: string
    readonly idea: string
    readonly conclusion: string
  }
  /** The terminator's last words. */
  readonly ending: string
}

export type Story = {
  readonly topic: string
  /** Names of its sessions, in turn. */
  readonly sessions: readonly [string, ...string[]]
  readonly tell: (brief: Brief) => Telling
}
