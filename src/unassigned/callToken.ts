import {
  ArrowRightLeft,
  Box,
  CircleDot,
  Database,
  FileSearch,
  Gauge,
  Grid3x3,
  MessageSquareText,
  ShieldCheck,
  Wrench,
  type LucideIcon,
} from 'lucide-react'

type Token = { readonly word: string; readonly Icon: LucideIcon }

const TOKENS = new Map<string, Token>([
  ['model', { word: 'model call', Icon: MessageSquareText }],
  ['embedding', { word: 'embedding', Icon: Grid3x3 }],
  ['tool', { word: 'tool call', Icon: Wrench }],
  ['retrieval', { word: 'retrieval', Icon: FileSearch }],
  ['memory', { word: 'memory access', Icon: Database }],
  ['guardrail', { word: 'guardrail', Icon: ShieldCheck }],
  ['evaluator', { word: 'evaluator', Icon: Gauge }],
  ['handoff', { word: 'handoff', Icon: ArrowRightLeft }],
  ['container', { word: 'step', Icon: Box }],
])

/** The icon and name of a kind of call. */
export const callToken = (kind: string): Token => TOKENS.get(kind) ?? { word: kind, Icon: CircleDot }
