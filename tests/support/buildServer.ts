import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

/** Vitest loads this file once for each project of tests, one after the other. They share the environment only. */
const BUILT = 'RUNLENS_TESTS_BUILT_SERVER'

const build = async (): Promise<void> => {
  await promisify(execFile)('npm', ['run', '--silent', 'build:server'])
}

/** Builds the server that tests start as a process: once for all projects, and again when watched tests run again. */
export default async function buildServer(project: TestProject): Promise<void> {
  if (process.env[BUILT] !== undefined) return
  process.env[BUILT] = 'yes'
  await build()
  project.onTestsRerun(build)
}
