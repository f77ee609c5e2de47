import { BodyBudget } from '#server/http/BodyBudget.ts'
import { describe, expect, test } from 'vitest'

/** A request that is under way until the test ends it. */
function under(budget: BodyBudget, told: number) {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const state = { hasTurn: false }
  const reply = budget.admit(told, async (share) => {
    share.hold(told)
    await share.turn()
    state.hasTurn = true
    await ended
    return 'done'
  })
  return { state, reply, end }
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

describe('a budget of bodies', () => {
  test('turns away who has no room, and takes the next once there is some', async () => {
    const budget = new BodyBudget({ heldBytes: 10, workingBytes: 10 })
    const first = under(budget, 6)
    expect(await under(budget, 5).reply).toBe(undefined)
    const small = under(budget, 4)
    first.end()
    small.end()
    expect(await Promise.all([first.reply, small.reply])).toEqual(['done', 'done'])
    const whole = under(budget, 10)
    whole.end()
    expect(await whole.reply).toBe('done')
  })

  test('lets small ones work together, and large ones one after the other in their order', async () => {
    const budget = new BodyBudget({ heldBytes: 100, workingBytes: 10 })
    const [small, other, large, late, huge] = [4, 6, 9, 1, 40].map((bytes) => under(budget, bytes))
    const turns = () => [small, other, large, late, huge].map((one) => one?.state.hasTurn)
    await settled()
    expect(turns()).toEqual([true, true, false, false, false])
    small?.end()
    await settled()
    expect(turns()).toEqual([true, true, false, false, false])
    other?.end()
    await settled()
    expect(turns()).toEqual([true, true, true, true, false])
    large?.end()
    late?.end()
    await settled()
    expect(turns()).toEqual([true, true, true, true, true])
    huge?.end()
    expect(await huge?.reply).toBe('done')
  })

  test('counts the bytes of a body that told no length as they come, and gives all back where the work fails', async () => {
    const budget = new BodyBudget({ heldBytes: 10, workingBytes: 10 })
    const held: boolean[] = []
    const failing = budget.admit(0, async ({ hold, turn }) => {
      held.push(hold(6), hold(4), hold(1))
      await turn()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(held).toEqual([true, true, false])
    const whole = under(budget, 10)
    whole.end()
    expect(await whole.reply).toBe('done')
  })

  test('takes a thousand small ones at once', async () => {
    const budget = new BodyBudget({ heldBytes: 1_000_000, workingBytes: 100_000 })
    const all = Array.from({ length: 1000 }, () =>
      budget.admit(1000, async ({ hold, turn }) => {
        hold(1000)
        await turn()
        return 'done'
      }),
    )
    expect(new Set(await Promise.all(all))).toEqual(new Set(['done']))
  })
})
