import styles from './Party.module.css'

type Props = {
  readonly name: string | undefined
  /** The text if there is none: "unknown sender". */
  readonly missing: string
}

export function Party({ name, missing }: Props) {
  if (name === undefined) return <span className="dim">{missing}</span>
  return (
    <bdi className={styles['party']} title={name}>
      {name}
    </bdi>
  )
}
