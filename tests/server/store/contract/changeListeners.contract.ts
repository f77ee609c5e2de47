import { expect, test } from 'vitest'
import type { RunId } from '#contract/ids.ts'
import { aBundle, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ScopeBreachError } from '#server/store/ports/errors.ts'
import { eventually } from '#tests/support/eventually.ts'

export function changeListenersContract(store: () => Store): void {
  /** A run of its own for each test: a database tells of the runs of all its schemas, where other tests are at work. */
  const newRun = () => {
    const { run_id } = aRun({ run_id: crypto.randomUUID() })
    const write = (agent: string) => store().writer.replaceRun(aSession(), aBundle({ run: aRun({ run_id, agent }) }))
    return { run_id, write }
  }
  const listen = () => {
    const heard = new Set<RunId>()
    const stop = store().changes.subscribe((run_ids) => {
      for (const run_id of run_ids) heard.add(run_id)
    })
    return { heard, stop }
  }

  test('hear of every write, whoever writes, and of no other run', async () => {
    const { run_id, write } = newRun()
    const told = newRun().run_id
    const { heard, stop } = listen()
    const hears = async () => {
      await eventually(() => expect(heard).toContain(run_id))
      heard.clear()
    }
    const hearsOfBatch = async () => {
      await eventually(() => expect(heard).toContain(told))
      heard.clear()
    }
    await write('first')
    await hears()
    await store().writer.writeRun(aBundle({ run: aRun({ run_id: told }) }), 'batch')
    await hearsOfBatch()
    await store().writer.mergeRun({
      ...aBundle({ nodes: [aNode({ run_id: told })] }),
      run_id: told,
      run: undefined,
      sessions: [],
    })
    await hearsOfBatch()
    await write('third')
    await hears()
    // A write that changes nothing is not heard of: what is heard next is the other run's.
    const other = newRun()
    await write('third')
    await other.write('first')
    await eventually(() => expect(heard).toContain(other.run_id))
    expect(heard).not.toContain(run_id)
    stop()
  })

  test('that stopped hear nothing more, the others go on', async () => {
    const { run_id, write } = newRun()
    const [stopped, going] = [listen(), listen()]
    stopped.stop()
    await write('first')
    await eventually(() => expect(going.heard).toContain(run_id))
    expect(stopped.heard).not.toContain(run_id)
    going.stop()
  })

  test('that come after all others have stopped hear again', async () => {
    const { run_id, write } = newRun()
    listen().stop()
    const { heard, stop } = listen()
    await write('first')
    await eventually(() => expect(heard).toContain(run_id))
    stop()
  })

  test('hear nothing of a write that was refused', async () => {
    const [refused, next] = [newRun(), newRun()]
    const { heard, stop } = listen()
    const foreign = aBundle({ run: aRun({ run_id: refused.run_id }), nodes: [aNode({ run_id: next.run_id })] })
    await expect(store().writer.replaceRun(aSession(), foreign)).rejects.toThrow(ScopeBreachError)
    await next.write('first')
    await eventually(() => expect(heard).toContain(next.run_id))
    expect(heard).not.toContain(refused.run_id)
    stop()
  })
}
