/** For the end of an exhaustive switch: a new member of the union then fails to compile here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
