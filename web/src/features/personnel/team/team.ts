import { isWithin } from '@/composables/days'
import type { TeamMember } from './queries'

export type Role = TeamMember['role']
type Time = Pick<TeamMember, 'role' | 'since' | 'until'>

/** The five kinds of people a case team is made of (戒毒条例 §17), in the order of the law. */
export const roles: readonly Role[] = ['case_worker', 'police', 'medic', 'family', 'volunteer']

/** Whether a member belongs to the team on this day; the first and the last day count. */
export const isThere = (member: Omit<Time, 'role'>, day: string): boolean => isWithin(member, day)

/** The kinds nobody stands for on this day. */
export const missingRoles = (team: readonly Time[], day: string): Role[] =>
  roles.filter((role) => !team.some((member) => member.role === role && isThere(member, day)))
