/**
 * A telephone number in plain digits, however it was keyed: full-width digits and brackets are folded as the server folds
 * them to compare. It is kept as it was entered.
 */
export const plainPhone = (entered: string | null | undefined): string => entered?.normalize('NFKC') ?? ''
