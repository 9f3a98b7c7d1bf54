import type { RouteRecordRaw } from 'vue-router'

export const taskRoutes: RouteRecordRaw[] = [
  {
    path: '/tasks',
    name: 'tasks',
    component: () => import('./TaskList.vue'),
    meta: { title: 'nav.tasks', permission: 'tasks:read' },
    // Who comes without a question of their own is shown what is to be done, not three years of what was.
    beforeEnter: (to) =>
      Object.keys(to.query).length > 0 || { path: '/tasks', query: { state: 'open' }, replace: true },
  },
]
