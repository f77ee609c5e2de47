import type { SqlParam } from './sql.ts'

/** Collects the parameters of a statement with varying conditions. Values never become part of the SQL text. */
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
