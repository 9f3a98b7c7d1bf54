export const leads = {
  sub: '排查时发现的可疑迹象，作为线索报公安。接收后写明日期和回执。',
  none: '没有线索',
  none_hint: '排查记录里勾选了可疑迹象，就会出现在这里。',
  raised_on: '报告日期',
  received_on: '接收日期',
  receipt_no: '回执号',
  receive: '登记接收',
}
