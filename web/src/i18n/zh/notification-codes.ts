import type { CodeLabels } from '../code-lists'

/** What somebody can be told of. */
export const notificationCodes = {
  notification_topic: {
    duties_overdue: '逾期待补办的任务',
    windows_missed: '近七日漏办的检测、走访和联系',
    duties_due: '七日内到期的任务',
    duties_returned: '退回待重新分派的任务',
    transfers_incoming: '待接收的变更执行地人员',
    places_overdue: '超期未排查场所',
    places_proposed: '待审核的新增场所',
    inspections_to_sign: '待您签字的排查记录',
    rectifications_overdue: '逾期未整改场所',
    leads_raised: '待公安接收的制毒线索',
    imports_planned: '预检后待导入的台账',
    imports_finished: '今日完成的导入',
    exports_to_approve: '待您审批的导出',
    exports_ready: '可下载的导出文件',
    webhooks_disabled: '已停用的推送',
    deliveries_parked: '搁置未送达的推送',
  },
} satisfies Pick<CodeLabels, 'notification_topic'>
