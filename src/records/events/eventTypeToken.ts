import {
  ArrowRightLeft,
  Bot,
  CircleDot,
  FileOutput,
  Hand,
  Info,
  MessageSquareText,
  OctagonX,
  SquareTerminal,
  Waypoints,
  Wrench,
  type LucideIcon,
} from 'lucide-react'

const ICONS = new Map<string, LucideIcon>([
  ['agent_call', Bot],
  ['llm_call', MessageSquareText],
  ['tool_call', Wrench],
  ['code_exec', SquareTerminal],
  ['file_gen', FileOutput],
  ['handoff', ArrowRightLeft],
  ['approval_requested', Hand],
  ['state_transition', Waypoints],
  ['error', OctagonX],
  ['info', Info],
])

/** All of them, each once. */
export const EVENT_TYPE_ICONS: readonly LucideIcon[] = [...ICONS.values(), CircleDot]

/** The icon of an event type; an unknown type gets a neutral dot and is shown as text. */
export const eventTypeToken = (eventType: string): { readonly Icon: LucideIcon } => ({
  Icon: ICONS.get(eventType) ?? CircleDot,
})
