/** False where the clipboard is closed to us: an iframe without permission, an insecure page, an old browser. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
