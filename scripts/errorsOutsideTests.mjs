// A reporter of Vitest for what its JSON leaves out: errors outside of any test (a hook, a file that does not load, a
// rejection that nobody handled), which fail a run all the same. Writes them to ERRORS_OUTSIDE_TESTS, a JSON array of lines.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'

const told = (where, { name = 'Error', message = '', stack = '' }) => {
  const at = stack.split('\n').find((line) => line.trim().startsWith('at '))
  return [`${where}: ${name}: ${message.split('\n')[0]}`, at?.trim()].filter(Boolean).join(' ')
}

export default class ErrorsOutsideTests {
  onTestRunEnd(modules, unhandled) {
    const file = process.env.ERRORS_OUTSIDE_TESTS
    if (!file) return
    const ofModules = modules.flatMap((module) =>
      [module, ...module.children.allSuites()].flatMap((part) =>
        part
          .errors()
          .map((error) => told([relative('.', module.moduleId), part.fullName].filter(Boolean).join(' > '), error)),
      ),
    )
    const ofNobody = unhandled.map((error) => {
      const path = error.VITEST_TEST_PATH
      return told(`${error.type ?? 'Unhandled error'}${path ? ` while ${relative('.', path)} ran` : ''}`, error)
    })
    writeFileSync(file, JSON.stringify([...ofModules, ...ofNobody]))
  }
}
