const FIRST_MS = 1000
const EVERY_MS = 5000

export type MigrationStep = {
  /** Position of the migration, from 1. */
  readonly place: number
  readonly of: number
  /** Readable name of the migration. */
  readonly title: string
}

/**
 * Reports the progress of a migration that takes longer than a moment, every few seconds. `beyond` returns how much of
 * the current statement is done, from 0 to 1, if the database tells.
 */
export class MigrationProgress {
  #timer: ReturnType<typeof setTimeout>
  readonly #began = performance.now()
  #share = 0
  #weight = 1

  constructor(step: MigrationStep, say: (sentence: string) => void, beyond: () => Promise<number | undefined>) {
    const tell = async () => {
      const within = (await beyond().catch(() => undefined)) ?? 0
      const percent = Math.floor((this.#share + within * this.#weight) * 100)
      const seconds = Math.round((performance.now() - this.#began) / 1000)
      say(`migrating ${step.place} of ${step.of}: ${step.title}, ${percent} %, ${seconds} s`)
    }
    const turn = () => {
      void tell()
      this.#timer = setTimeout(turn, EVERY_MS)
    }
    this.#timer = setTimeout(turn, FIRST_MS)
  }

  /** Records that `count` of `of` statements are done. */
  done(count: number, of: number): void {
    this.#share = count / of
    this.#weight = 1 / of
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
