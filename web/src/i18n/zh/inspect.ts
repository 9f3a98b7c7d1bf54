export const inspect = {
  title: '记排查',
  offline: '现在没有网络，可以照常填写：记录加密存在本机，恢复后自动上传。签字要等有网络。',
  draft_gone: '这条记录已经不在本机：可能已上传，请到场所档案里看。',
  signs_notice: '发现可疑迹象：不要惊动当事人，不要自行处置。记下来即可，系统会作为线索报公安。',
  signed_on_paper: '纸质表已签字',
  save: '保存并上传',
  keep: '存在本机',
  history: '排查经过',
  no_round: '平时排查（不属于哪一轮）',
  back_to_round: '回到这一轮',
  print: '打印',
}
