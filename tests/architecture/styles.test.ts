import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url).pathname
const filesOf = (name: RegExp) =>
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => join('src', file))
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

type Use = { readonly file: string; readonly module: string; readonly classes: readonly string[] }

/** Which CSS modules each component imports, and which of their classes it names. */
const uses: readonly Use[] = filesOf(/\.tsx?$/).flatMap((file) => {
  const text = textOf(file)
  return [...text.matchAll(/import (?:(\w+) from )?'([^']+\.module\.css)'/g)].map(([, name, path = '']) => ({
    file,
    module: path.startsWith('#src/') ? path.slice(1) : relative(ROOT, join(ROOT, dirname(file), path)),
    classes:
      name === undefined
        ? []
        : [...text.matchAll(new RegExp(`\\b${name}\\['([\\w-]+)'\\]`, 'g'))].flatMap(([, used]) => used ?? []),
  }))
})

const isOwn = ({ file, module }: Use) => module === file.replace(/\.tsx?$/, '.module.css')
/** A module that belongs to no component begins with a small letter. */
const isShared = (module: string) => /^[a-z]/.test(basename(module))

const classesIn = (module: string): ReadonlySet<string> => {
  const selectors = textOf(module)
    .replaceAll(/\/\*.*?\*\/|:global\([^)]*\)|"[^"]*"|'[^']*'|url\([^)]*\)/gs, '')
    .replaceAll(/\{[^{}]*\}/g, '{}')
  return new Set([...selectors.matchAll(/\.([a-zA-Z][\w-]*)/g)].flatMap(([, found]) => found ?? []))
}

test('a component is styled by its own CSS module, or by one that several components share', () => {
  const importers = (module: string) => uses.filter((use) => use.module === module).length
  expect(
    uses
      .filter((use) => (isShared(use.module) ? importers(use.module) < 2 : !isOwn(use)))
      .map(({ file, module }) => `${file} imports ${module}`),
  ).toEqual([])
})

test('every class that a component names is in its CSS module', () => {
  expect(
    uses.flatMap(({ file, module, classes }) => {
      const known = classesIn(module)
      return classes.filter((name) => !known.has(name)).map((name) => `${file}: ${name} is not in ${module}`)
    }),
  ).toEqual([])
})

test('every class of a CSS module is named by a component that imports it', () => {
  // These choose among classes by a value: `styles[size]`.
  const computed = new Set(uses.filter(({ file }) => /[sS]tyles\[(?!')/.test(textOf(file))).map(({ module }) => module))
  expect(
    filesOf(/\.module\.css$/).flatMap((module) => {
      const used = new Set(uses.filter((use) => use.module === module).flatMap(({ classes }) => classes))
      return computed.has(module)
        ? []
        : [...classesIn(module)].filter((name) => !used.has(name)).map((name) => `${module}: ${name}`)
    }),
  ).toEqual([])
})
