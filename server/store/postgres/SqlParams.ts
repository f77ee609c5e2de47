import type { SqlParam } from './sql.ts'

/** Collects the parameters of a statement whose conditions vary. No value ever becomes part of the text. */
export class SqlParams {
  readonly #values: SqlParam[] = []

  /** Adds a value and returns its placeholder, `$1` for the first. */
  bind(value: SqlParam): string {
    this.#values.push(value)
    return `$${this.#values.length}`
  }

  get values(): readonly SqlParam[] {
    return this.#values
  }
}
