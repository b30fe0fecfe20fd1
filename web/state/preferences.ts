/** What the reader chose about the page itself. It belongs to no run and goes into no link. */
export type Preferences = { speed: number; letters: boolean; reducedMotion: boolean };

export function defaultPreferences(reducedMotion: boolean): Preferences {
  return { speed: 1, letters: true, reducedMotion };
}
