import { isLive } from '#contract/words.ts'
import {
  Circle,
  CircleCheck,
  CircleMinus,
  CirclePause,
  CircleQuestionMark,
  CircleX,
  Hand,
  LoaderCircle,
  RefreshCw,
  type LucideIcon,
} from 'lucide-react'

/**
 * Status, told three times: by shape, by word and by colour. This is the one table for runs, nodes and events; the
 * colours behind the names are in tokens.css, where both themes give each 4.5:1 on every surface.
 */
export type StatusTone =
  'pending' | 'running' | 'completed' | 'failed' | 'approval' | 'paused' | 'retrying' | 'skipped' | 'unknown'

export type StatusToken = {
  readonly tone: StatusTone
  readonly word: string
  readonly Icon: LucideIcon
  /** Whether the shape turns: something is being done right now. */
  readonly turns: boolean
}

const ICONS: Readonly<Record<StatusTone, LucideIcon>> = {
  pending: Circle,
  running: LoaderCircle,
  completed: CircleCheck,
  failed: CircleX,
  approval: Hand,
  paused: CirclePause,
  retrying: RefreshCw,
  skipped: CircleMinus,
  unknown: CircleQuestionMark,
}

/** For what must have them all at hand. */
export const STATUS_ICONS: readonly LucideIcon[] = Object.values(ICONS)

const TONES = new Map<string, StatusTone>([
  ['draft', 'pending'],
  ['pending', 'pending'],
  ['planning', 'running'],
  ['executing', 'running'],
  ['running', 'running'],
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['waiting_approval', 'approval'],
  ['paused', 'paused'],
  ['retrying', 'retrying'],
  ['skipped', 'skipped'],
])

/** A status that is not in the table is shown by its own word in a neutral style. */
export function statusToken(status: string): StatusToken {
  const tone = TONES.get(status) ?? 'unknown'
  const word = status === 'waiting_approval' ? 'waiting for approval' : status.replaceAll('_', ' ')
  return { tone, word, Icon: ICONS[tone], turns: isLive(status) }
}
