/** Tells in the output of a test run how much was tried: an attack that silently tries nothing proves nothing. */
export function report(attack: string, counts: Readonly<Record<string, number>>): void {
  const told = Object.entries(counts).map(([what, count]) => `${count.toLocaleString('en')} ${what}`)
  process.stdout.write(`${attack}: ${told.join(', ')}\n`)
}
