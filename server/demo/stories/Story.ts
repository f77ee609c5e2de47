import type { Act } from '../act.ts'
import type { Model } from '../models.ts'
import type { Random } from '../random.ts'

/** How a telling goes: without trouble, with an error that a retry mends, or with one that nobody mends. */
export type Course = 'smooth' | 'mended' | 'fatal'

/**
 * What a story is asked to tell. The same brief makes the same telling; another random another one. Figures are drawn
 * where the text needs them, so the order of a telling's lines is part of the data: moving one gives others.
 */
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
  readonly step: Step
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

/**
 * The step of a telling, for `tellStep` to tell on any course: what comes first, the code that all depends on, two acts
 * that follow it or the trouble with it, and the rest. 15 acts in all, two of them optional.
 */
export type Step = {
  readonly begin: readonly Act[]
  readonly attempt: {
    readonly language: 'python' | 'sql'
    readonly code: string
    readonly output: string
    readonly seconds: number
  }
  /** What follows where the attempt goes well. */
  readonly check: readonly [Act, Act]
  /** How it fails otherwise, what the agent makes of that, and the code that then has the same output after all. */
  readonly trouble: {
    readonly failed: { readonly traceback: string; readonly seconds: number }
    readonly diagnosis: Act
    readonly mended: { readonly code: string; readonly seconds: number }
  }
  readonly finish: readonly Act[]
}

export type Story = {
  readonly topic: string
  /** Names of its sessions, in turn. */
  readonly sessions: readonly [string, ...string[]]
  readonly tell: (brief: Brief) => Telling
}
