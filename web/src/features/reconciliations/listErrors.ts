import { ApiError } from '@/api/problem'

/** A cell of the list that cannot be read. */
export interface ListError {
  row: string
  column: string
  detail: string
}

/** The cells a list was refused for, in the order of its rows; pointers read `/row/3/姓名`. */
export function listErrors(error: Error | null): ListError[] {
  if (!(error instanceof ApiError)) return []
  return (error.problem?.errors ?? []).flatMap(({ pointer, detail }) => {
    const [, row, column = ''] = /^[#/]*row\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? []
    return row === undefined ? [] : { row, column, detail }
  })
}
