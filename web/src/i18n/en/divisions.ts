export const divisions = {}
