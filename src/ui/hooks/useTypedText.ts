import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'

/** The typed text, and whether it is still to be applied. */
type Typed = { readonly text: string; readonly isPending: boolean }

/** A search ignores surrounding spaces, but users type one before the next word, so the field keeps them. */
const meaningOf = (text: string): string => text.trim()

type Options = {
  /** The applied text, which is owned elsewhere: by the URL. */
  readonly applied: string
  readonly apply: (text: string) => void
  /** Debounce in milliseconds. */
  readonly restMs: number
}

/** A debounced text field. It shows the text as typed until its owner changes the value. */
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
    /** Applies the field's text at once, and returns it. */
    flush: (): string => (typed?.isPending ? settleNow(text) : meaningOf(text)),
  }
}
