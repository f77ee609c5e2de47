const snakeNames = new Map<string, string>()

function snakeOf(name: string): string {
  const known = snakeNames.get(name)
  if (known !== undefined) return known
  const snake = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
  snakeNames.set(name, snake)
  return snake
}

/** One object of a body in JSON: fields by their lowerCamelCase name, or as the .proto files spell them. Null is absent. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>

  private constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  /** Undefined where the value is no object. */
  static of(value: unknown): Fields | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that is no array; its values stay unknown
    return new Fields(value as Readonly<Record<string, unknown>>)
  }

  get(name: string): unknown {
    return this.#values[name] ?? this.#values[snakeOf(name)] ?? undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** The text, and an empty one where there is none. */
  text(name: string): string {
    const value = this.get(name)
    return typeof value === 'string' ? value : ''
  }

  /** The list, empty where it is absent; undefined where something else stands in its place. */
  list(name: string): readonly unknown[] | undefined {
    const value = this.get(name) ?? []
    return Array.isArray(value) ? value : undefined
  }

  /** The fields of an object inside this one. */
  inside(name: string): Fields | undefined {
    return Fields.of(this.get(name))
  }
}
