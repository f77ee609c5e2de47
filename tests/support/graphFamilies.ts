/** Generated graphs of the shapes that runs have, of any size, the same for the same seed. */

export type SomeGraph = {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[]
  readonly edges: readonly (readonly [from: string, to: string])[]
}

/** Mulberry32: small, quick and the same everywhere. Values from 0 to under 1. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const graphOf = (size: number, pairs: readonly (readonly [number, number])[]): SomeGraph => ({
  nodes: Array.from({ length: size }, (_, node) => ({ id: `n${node}`, width: 220, height: 64 })),
  edges: pairs.map(([from, to]) => [`n${from}`, `n${to}`] as const),
})

/** A chain of fan-outs and fan-ins of two to eight branches, some of them two steps long, as agents make. */
function agent(size: number, random: () => number): SomeGraph {
  const pairs: [number, number][] = []
  let join = 0
  let next = 1
  while (next < size) {
    const branches = Math.min(2 + Math.floor(random() * 7), size - next)
    const ends: number[] = []
    for (let branch = 0; branch < branches && next < size; branch++) {
      let end = next++
      pairs.push([join, end])
      if (random() < 0.3 && next < size) {
        pairs.push([end, next])
        end = next++
      }
      ends.push(end)
    }
    if (next >= size) break
    join = next++
    for (const end of ends) pairs.push([end, join])
  }
  return graphOf(size, pairs)
}

/** Layers as many as they are wide, each node with two edges into the next. */
function layered(size: number, random: () => number): SomeGraph {
  const width = Math.max(1, Math.round(Math.sqrt(size)))
  const pairs: [number, number][] = []
  for (let node = 0; node < size; node++) {
    const start = (Math.floor(node / width) + 1) * width
    const count = Math.min(width, size - start)
    if (count <= 0) continue
    const one = Math.floor(random() * count)
    const other = Math.floor(random() * count)
    pairs.push([node, start + one])
    if (other !== one) pairs.push([node, start + other])
  }
  return graphOf(size, pairs)
}

/** One map, all others but one beside each other, one reduce. */
function star(size: number): SomeGraph {
  const pairs: [number, number][] = []
  for (let node = 1; node < size - 1; node++) pairs.push([0, node], [node, size - 1])
  return graphOf(size, pairs)
}

const chain = (size: number): SomeGraph =>
  graphOf(
    size,
    Array.from({ length: Math.max(0, size - 1) }, (_, node) => [node, node + 1] as const),
  )

/** One start, chains of four beside each other, one end: samples that go through the same steps. */
function pipelines(size: number): SomeGraph {
  const pairs: [number, number][] = []
  const chains = Math.max(1, Math.floor((size - 2) / 4))
  for (let one = 0; one < chains; one++) {
    const first = 1 + one * 4
    pairs.push([0, first], [first, first + 1], [first + 1, first + 2], [first + 2, first + 3], [first + 3, size - 1])
  }
  return graphOf(size, pairs)
}

/** Each node leads to one or two of the sixty after it, so that edges pass many layers. */
function skipping(size: number, random: () => number): SomeGraph {
  const pairs: [number, number][] = []
  for (let node = 1; node < size; node++) {
    for (let edge = random() < 0.6 ? 1 : 2; edge > 0; edge--) {
      pairs.push([Math.max(0, node - 1 - Math.floor(random() * 60)), node])
    }
  }
  return graphOf(size, pairs)
}

export const FAMILIES = { agent, layered, star, chain, pipelines, skipping } as const
export type Family = keyof typeof FAMILIES

export const familyGraph = (family: Family, size: number, seed = 1): SomeGraph =>
  FAMILIES[family](size, randomOf(seed + size))
