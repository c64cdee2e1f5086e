/** The name of a preset in files and addresses, made from what a person calls it. */

/** A number that depends on the text alone, for titles that have no letter of the Latin alphabet. */
function hash(text: string): string {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum.toString(36);
}

/** `Still face, lab room Ä` is `still-face-lab-room-a`. */
export function presetName(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const name = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
  return name === '' && title !== '' ? `preset-${hash(title)}` : name;
}
