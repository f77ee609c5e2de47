import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'

/** What was typed, and whether its effect is yet to come. */
type Typed = { readonly text: string; readonly isPending: boolean }

/** Blanks around the text mean nothing to a search, but one types them before the next word: the field keeps them. */
const meaningOf = (text: string): string => text.trim()

type Options = {
  /** The text that is in effect, which another owner holds: the URL. */
  readonly applied: string
  readonly apply: (text: string) => void
  /** Milliseconds of rest in typing after which the text takes effect. */
  readonly restMs: number
}

/** A field whose text takes effect when typing rests. What is typed is shown as it is, until its owner comes to say something else. */
export function useTypedText({ applied, apply, restMs }: Options) {
  const [typed, setTyped] = useState<Typed>()
  const isOurs = typed !== undefined && (typed.isPending || applied === meaningOf(typed.text))
  const text = isOurs ? typed.text : applied

  const settle = (next: string): string => {
    const meaning = meaningOf(next)
    apply(meaning)
    setTyped({ text: next, isPending: false })
    return meaning
  }
  const settleSoon = useDebouncedCallback(settle, restMs)
  const settleNow = (next: string): string => {
    settleSoon.cancel()
    return settle(next)
  }
  return {
    text,
    type: (next: string) => {
      setTyped({ text: next, isPending: true })
      settleSoon(next)
    },
    clear: () => void settleNow(''),
    /** Applies what stands in the field without waiting, and returns it. */
    flush: (): string => (typed?.isPending ? settleNow(text) : meaningOf(text)),
  }
}
