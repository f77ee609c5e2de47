/** A sentence for the person at the terminal. Results go to standard output, everything about them here. */
export const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
