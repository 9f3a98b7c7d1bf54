import type { RouteRecordRaw } from 'vue-router'

export const importRoutes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./ImportPage.vue'),
    meta: { title: 'nav.imports', permission: 'imports:read' },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./ImportDetail.vue'),
    props: true,
    meta: { title: 'imports.plan', permission: 'imports:read' },
  },
]
