// A Vitest reporter for what its JSON omits: errors outside of any test (a hook, a file that does not load, an
// unhandled rejection, a process that exited), which fail a run all the same. Writes them to ERRORS_OUTSIDE_TESTS
// as a JSON array of `text` and, if known, the `file` that was running.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'

const told = (where, { name = 'Error', message = '', stack = '' }) => {
  const at = stack.split('\n').find((line) => line.trim().startsWith('at '))
  return [`${where}: ${name}: ${message.split('\n')[0]}`, at?.trim()].filter(Boolean).join(' ')
}

export default class ErrorsOutsideTests {
  onTestRunEnd(modules, unhandled) {
    const to = process.env.ERRORS_OUTSIDE_TESTS
    if (!to) return
    const ofModules = modules.flatMap((module) => {
      const file = relative('.', module.moduleId)
      return [module, ...module.children.allSuites()].flatMap((part) =>
        part.errors().map((error) => ({ file, text: told([file, part.fullName].filter(Boolean).join(' > '), error) })),
      )
    })
    const ofNobody = unhandled.map((error) => {
      const path = error.VITEST_TEST_PATH ?? /\S+\.test\.tsx?/.exec(`${error.message} ${error.cause?.message}`)?.[0]
      const file = path && relative('.', path)
      return { file, text: told(`${error.type ?? 'Unhandled error'}${file ? ` while ${file} ran` : ''}`, error) }
    })
    writeFileSync(to, JSON.stringify([...ofModules, ...ofNobody]))
  }
}
