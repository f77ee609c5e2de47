import { TALLY_CHARACTERS_MAX, TALLY_WORDS_MAX } from '#contract/summaries.ts'

/** How often each value of a text column occurs, as JSON: most frequent first, then by code point, null last. */
export const tallyOf = (column: string, from: string, condition = 'true'): string =>
  `(select coalesce(json_agg(json_build_object('value', value, 'count', count)
      order by count desc, value collate "C" nulls last), '[]')
    from (
      select ${beginning(column)} as value, count(*) as count from ${from} where ${condition}
      group by ${beginning(column)} order by count(*) desc, ${beginning(column)} collate "C" nulls last limit ${TALLY_WORDS_MAX}
    ) tally)`

const beginning = (column: string): string => `left(${column}, ${TALLY_CHARACTERS_MAX})`
