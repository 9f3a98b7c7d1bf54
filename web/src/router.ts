import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { divisionRoutes } from './features/divisions/routes'
import { eventRoutes } from './features/events/routes'
import { homeRoutes } from './features/home/routes'
import { importRoutes } from './features/imports/routes'
import { personnelRoutes } from './features/personnel/routes'
import { premisesRoutes } from './features/premises/routes'
import { reportRoutes } from './features/reports/routes'
import { staffRoutes } from './features/staff/routes'
import { i18n } from './i18n'
import type { Permission } from './session/permissions'
import { sessionRoutes } from './session/routes'
import { useSession } from './session/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title: string
    /** What the page needs; a page without one is for everyone who is signed in. */
    permission?: Permission
    /** Reachable without being signed in. */
    isOpen?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    ...homeRoutes,
    ...personnelRoutes,
    ...premisesRoutes,
    ...eventRoutes,
    ...reportRoutes,
    ...importRoutes,
    ...staffRoutes,
    ...divisionRoutes,
    ...sessionRoutes,
  ],
})

router.beforeEach(async (to) => {
  const session = useSession()
  // A server that cannot be reached leaves the person at the sign-in page, which says so when they try.
  await session.restore().catch(() => undefined)
  if (to.meta.isOpen === true) return session.isSignedIn ? { name: 'home' } : true
  if (!session.isSignedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (to.meta.permission !== undefined && !session.can(to.meta.permission)) return { name: 'not-allowed' }
  return true
})

router.afterEach((to, from) => {
  document.title = `${i18n.global.t(to.meta.title)} · ${i18n.global.t('app.name')}`
  if (to.path !== from.path)
    void nextTick(() => document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }))
})
