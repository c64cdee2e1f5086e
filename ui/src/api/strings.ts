/** What is said when the program itself can not say it. */
export const t = {
  noAnswer: 'The program does not answer.',
  noAnswerHint: 'Close the window and start VideoAnnotator again.',
  unexpected: (status: number) => `The program answered with status ${status}.`,
};
