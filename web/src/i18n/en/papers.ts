export const papers = {
  title: 'Papers',
  hint: 'filled in from the records',
  none: 'No paper to print yet',
  none_hint:
    'Once a treatment, a test, an admonition or warning, a report, a change of place or a leave is on record, its papers are listed here, filled in and ready to print or download.',
  name: 'Paper',
  on: 'Day of the record',
  see: 'View and print',
  see_of: 'View and print: {title}',
  docx: 'Download DOCX',
  docx_of: 'Download DOCX: {title}',
  all: 'Show all {n}',
  newest: 'Only the newest {n}',
  sheet: 'Print a paper',
  print: 'Print',
  back: 'Back',
  blanks: 'What is not on record is left blank, to be written by hand; to change the wording, download the DOCX.',
}
