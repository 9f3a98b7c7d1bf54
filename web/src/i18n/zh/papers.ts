export const papers = {
  title: '文书',
  hint: '由登记的记录填好',
  none: '还没有可打印的文书',
  none_hint:
    '登记戒毒措施、检测、劝诫或告诫、报告移交、变更执行地、请假以后，由记录填好的文书会列在这里，可以打印或下载。',
  name: '文书名称',
  on: '记录日期',
  see: '查看打印',
  see_of: '查看打印：{title}',
  docx: '下载 DOCX',
  docx_of: '下载 DOCX：{title}',
  all: '显示全部 {n} 份',
  newest: '只看最新 {n} 份',
  sheet: '打印文书',
  print: '打印',
  back: '返回',
  blanks: '没有登记的留空，打印后手写；要改文字，请下载 DOCX。',
}
