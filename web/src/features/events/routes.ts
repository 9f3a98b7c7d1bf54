import type { RouteRecordRaw } from 'vue-router'

export const eventRoutes: RouteRecordRaw[] = [
  {
    path: '/events',
    name: 'events',
    component: () => import('./EventList.vue'),
    meta: { title: 'nav.events', permission: 'events:read' },
  },
  {
    path: '/events/new',
    name: 'event-new',
    component: () => import('./EventNew.vue'),
    meta: { title: 'events.register', permission: 'events:write' },
  },
  {
    path: '/events/:id',
    name: 'event',
    component: () => import('./EventDetail.vue'),
    props: true,
    meta: { title: 'events.file', permission: 'events:read' },
  },
  {
    path: '/events/:id/edit',
    name: 'event-edit',
    component: () => import('./EventEdit.vue'),
    props: true,
    meta: { title: 'events.change', permission: 'events:write' },
  },
]
