import type { Handlers } from '#server/http/endpoint.ts'
import type { DemoStore } from '#server/store/ports/demo.ts'

const GLOBAL = {} as const

export const demoRoutes = (demo: DemoStore): Handlers<'getDemo' | 'removeDemo'> => ({
  async getDemo() {
    const { runs } = await demo.state()
    return { scope: GLOBAL, item: { runs } }
  },

  async removeDemo() {
    return { scope: GLOBAL, item: { removed_runs: await demo.remove() } }
  },
})
