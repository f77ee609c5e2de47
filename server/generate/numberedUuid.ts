import type { Random } from '#server/demo/random.ts'

/** A UUID that ends with a number: the generator has 32 bits of state, so among 100,000 UUIDs of its own some would be equal. */
export const numberedUuid = (random: Random, number: number): string =>
  `${random.uuid().slice(0, 24)}${number.toString(16).padStart(12, '0')}`
