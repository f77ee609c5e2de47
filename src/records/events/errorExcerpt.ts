import { clipText, type TextBound } from '#src/ui/viewers/text/clipText.ts'

/** How Python begins a traceback, whose last line is the error. Other stack traces begin with it. */
const TRACEBACK = /^Traceback \(most recent call last\)/

const BOUND: TextBound = { chars: 400, lines: 4 }

/** A few lines of an error message: the last ones of a Python traceback, the first ones of any other text. */
export function errorExcerpt(message: string): string {
  if (!TRACEBACK.test(message)) return clipText(message, BOUND)
  const lines = message.trimEnd().split('\n')
  const last = lines.slice(-BOUND.lines).join('\n').slice(-BOUND.chars)
  return lines.length > BOUND.lines ? `…\n${last}` : last
}
