import { redacted } from '#server/lib/redacted.ts'
import { visibleText } from './visibleText.ts'

/** A sentence for the person at the terminal. Results go to standard output, everything about them here. */
export const say = (sentence: string): void => void process.stderr.write(`${visibleText(redacted(sentence))}\n`)

/** A result. */
export const print = (text: string): void => void process.stdout.write(visibleText(text))
