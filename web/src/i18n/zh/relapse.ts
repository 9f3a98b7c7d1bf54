export const relapse = {
  title: '依据新决定书重新登记',
  hint: '结束管控后又被责令戒毒的，凭新的决定书重新登记：已封存的档案不恢复，另立新档。',
  decision: '新的决定书',
  register: '重新登记',
}
