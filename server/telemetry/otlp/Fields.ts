const snakeNames = new Map<string, string>()

function snakeOf(name: string): string {
  const known = snakeNames.get(name)
  if (known !== undefined) return known
  const snake = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  snakeNames.set(name, snake)
  return snake
}

/**
 * An object of a JSON body. Fields are read by their lowerCamelCase name or as the .proto files spell them. Null
 * counts as absent.
 */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>

  private constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  /** Undefined if the value is not an object. */
  static of(value: unknown): Fields | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object and not an array; its values stay unknown
    return new Fields(value as Readonly<Record<string, unknown>>)
  }

  get(name: string): unknown {
    return this.#values[name] ?? this.#values[snakeOf(name)] ?? undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** The text, or an empty string if absent. */
  text(name: string): string {
    const value = this.get(name)
    return typeof value === 'string' ? value : ''
  }

  /** The list, empty if absent; undefined if the value is not a list. */
  list(name: string): readonly unknown[] | undefined {
    const value = this.get(name) ?? []
    return Array.isArray(value) ? value : undefined
  }

  /** The fields of a nested object. */
  inside(name: string): Fields | undefined {
    return Fields.of(this.get(name))
  }
}
