import { classLabel } from '#src/graph/folding/classLabel.ts'
import { nameStem } from '#src/graph/folding/nodeKind.ts'
import { describe, expect, test } from 'vitest'

describe('the part of a name that its kind shares', () => {
  test.each([
    ['a number at the end', ['worker_1', 'worker_12', 'worker 3', 'worker-4', 'worker']],
    ['an engine’s own id', ['mDiffFit_ID0000123', 'mDiffFit_ID0000124']],
    ['the sample in brackets', ['RNASEQ:STAR_ALIGN (WT_REP1)', 'RNASEQ:STAR_ALIGN (RAP1_UNINDUCED_REP2)']],
    ['the index in brackets', ['tasks[3]', 'tasks[14]', 'tasks']],
    ['a UUID', ['call 05902e3b-e25f-47b3-804c-7ca6405c182c', 'call 4870fb7a-4d8a-4e1d-8ee8-78091fbacc08']],
    ['a hash', ['build 9f86d08 of main', 'build 1a2b3c4d5e of main']],
    ['a long id', ['tool toolu01A09q90qw90lq917835', 'tool toolu0bX7c8v9b0n1m2q3w4']],
    ['the round of a loop', ['writer', 'writer#2', 'writer#13']],
    ['numbers within', ['chr1.part2.vcf', 'chr21.part10.vcf']],
  ])('%s', (_, names) => {
    expect(new Set(names.map(nameStem)).size).toBe(1)
  })

  test('other names have other kinds', () => {
    const names = ['plan', 'planner', 'write', 'writer', 'fetch a', 'fetch b', 'decade', 'facade']
    expect(new Set(names.map(nameStem)).size).toBe(names.length)
  })

  test('a name that is nothing but a number, brackets or emptiness is still one', () => {
    expect(['17', '(x)', '', '#', '  '].map(nameStem)).toEqual(['#', '(x)', '#', '#', '#'])
  })

  test('a name of a hundred thousand brackets, digits or hashes is read at once', () => {
    for (const part of ['(', ')', '()', '[]', '1', 'a1', '#', ' ', '_'])
      expect(nameStem(part.repeat(50_000))).toBeDefined()
  })
})

describe('the one name of many', () => {
  test.each([
    [['page 1', 'page 12'], 'page'],
    [['chr1.vcf', 'chr21.vcf'], 'chr….vcf'],
    [['ALIGN (WT_REP1)', 'ALIGN (WT_REP2)'], 'ALIGN (WT_REP'],
    [['worker', 'worker_2'], 'worker'],
    [['17', '18'], '17'],
    [['same', 'same'], 'same'],
  ])('%j', (names, label) => {
    expect(classLabel(names)).toBe(label)
  })
})
