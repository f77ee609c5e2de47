/** The maximum length of a title, a tooltip or a link. */
const TITLE_MAX = 300

/** The beginning of a text of any length, with an ellipsis if it is longer. */
export const titleOf = (text: string): string =>
  text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX).toWellFormed()}…` : text

export const isLongerThanTitle = (text: string): boolean => text.length > TITLE_MAX
