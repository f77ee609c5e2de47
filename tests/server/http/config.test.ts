import { type Config, hostHeaders, readConfig, urlOf } from '#server/config.ts'
import { expect, test } from 'vitest'

function configOf(environment: Readonly<Record<string, string>>): Config {
  const read = readConfig(environment)
  if (read.kind === 'refused') throw new Error(read.sentences.join(' '))
  return read.config
}

test('an empty environment means loopback, port 4400, the embedded database and the demo', () => {
  expect(configOf({ DATABASE_URL: '' })).toEqual({
    port: 4400,
    host: '127.0.0.1',
    database: { kind: 'embedded', dataDir: '.runlens' },
    demo: 'auto',
    allowedHosts: [],
    exposed: false,
    log: 'failures',
    shutdownDelayMs: undefined,
    replyCheck: 'scope',
  })
})

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['HOST', '127.0.0.1/8'],
  ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
  ['DATABASE_URL', 'hunter2'],
  ['RUNLENS_DEMO', 'yes'],
  ['ALLOWED_HOSTS', 'good.example,http://hunter2'],
  ['RUNLENS_EXPOSE_WITHOUT_AUTH', 'true'],
  ['SHUTDOWN_DELAY', '5s'],
  ['SHUTDOWN_DELAY', '601'],
  ['RUNLENS_LOG', 'all'],
])('%s=%s is refused in one sentence that names the variable and not the value', (name, value) => {
  const read = readConfig({ [name]: value })
  if (read.kind === 'read') throw new Error('it was accepted')
  expect(read.sentences).toHaveLength(1)
  expect(read.sentences[0]).toMatch(new RegExp(`^${name} must be .*\\.$`))
  expect(read.sentences[0]).not.toContain('hunter2')
})

test('the delay of a shutdown is given in seconds', () => {
  expect(configOf({ SHUTDOWN_DELAY: '0' }).shutdownDelayMs).toBe(0)
  expect(configOf({ SHUTDOWN_DELAY: '2.5' }).shutdownDelayMs).toBe(2500)
})

test('several wrong variables are told together', () => {
  const read = readConfig({ PORT: 'x', RUNLENS_DEMO: 'x' })
  expect(read.kind === 'refused' && read.sentences.length).toBe(2)
})

test.each([
  '0.0.0.0',
  '::',
  '192.168.1.5',
  'example.org',
  '127.0.0.1.example.org',
  'localhost.example.org',
  '127.999.999.999',
  '127.0.0.256',
  '127.1',
  '127.0.0.01',
])('HOST=%s is beyond loopback and needs the explicit flag', (HOST) => {
  expect(readConfig({ HOST })).toMatchObject({ kind: 'refused', sentences: [expect.stringContaining('HOST is not')] })
  expect(readConfig({ HOST, RUNLENS_EXPOSE_WITHOUT_AUTH: 'no' }).kind).toBe('refused')
  expect(configOf({ HOST, RUNLENS_EXPOSE_WITHOUT_AUTH: 'yes' }).exposed).toBe(true)
})

test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('HOST=%s is loopback', (HOST) => {
  expect(configOf({ HOST, RUNLENS_EXPOSE_WITHOUT_AUTH: 'yes' }).exposed).toBe(false)
})

test('the allow-list has the loopback names with the exact port, and what was configured', () => {
  const config = configOf({ ALLOWED_HOSTS: 'lens.example, proxy.example:8443' })
  expect(hostHeaders(config, 4400)).toEqual([
    'localhost:4400',
    '127.0.0.1:4400',
    '[::1]:4400',
    'lens.example',
    'lens.example:4400',
    'proxy.example:8443',
  ])
})

test('allowed hosts are compared without case', () => {
  expect(hostHeaders(configOf({ ALLOWED_HOSTS: 'Lens.Example' }), 4400)).toContain('lens.example:4400')
})

test('an address that is listened on is allowed, a wildcard is not', () => {
  const on = (HOST: string) => hostHeaders(configOf({ HOST, RUNLENS_EXPOSE_WITHOUT_AUTH: 'yes' }), 4400)
  expect(on('192.168.1.5')).toContain('192.168.1.5:4400')
  expect(on('0.0.0.0').join(' ')).not.toContain('0.0.0.0')
})

test('the address that is printed can be opened', () => {
  const at = (HOST: string) => urlOf(configOf({ HOST, RUNLENS_EXPOSE_WITHOUT_AUTH: 'yes' }), 4400)
  expect([at('127.0.0.1'), at('::1'), at('0.0.0.0')]).toEqual([
    'http://127.0.0.1:4400',
    'http://[::1]:4400',
    'http://127.0.0.1:4400',
  ])
})
