import type { Rectification } from './queries'

/** Whether something is still owed on an order. */
export const isStanding = ({ state }: Pick<Rectification, 'state'>): boolean => state === 'open' || state === 'overdue'
