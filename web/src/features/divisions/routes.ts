import type { RouteRecordRaw } from 'vue-router'

export const divisionRoutes: RouteRecordRaw[] = [
  {
    path: '/divisions',
    name: 'divisions',
    component: () => import('./DivisionList.vue'),
    meta: { title: 'nav.divisions', permission: 'divisions:read' },
  },
  {
    path: '/divisions/:code',
    name: 'division',
    component: () => import('./DivisionDetail.vue'),
    props: true,
    meta: { title: 'nav.divisions', permission: 'divisions:read' },
  },
]
