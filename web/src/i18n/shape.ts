/** The same tree of keys with any sentences: a key missing in English does not compile. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
