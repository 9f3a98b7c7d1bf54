import type { RouteRecordRaw } from 'vue-router'

export const clientRoutes: RouteRecordRaw[] = [
  {
    path: '/clients',
    name: 'clients',
    component: () => import('./ClientList.vue'),
    meta: { title: 'clients.title', permission: 'clients:read' },
  },
  {
    path: '/clients/:id',
    name: 'client',
    component: () => import('./ClientDetail.vue'),
    props: true,
    meta: { title: 'clients.one', permission: 'clients:read' },
  },
]
