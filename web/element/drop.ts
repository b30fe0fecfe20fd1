/** Lets files be dropped on something. Without this, a browser leaves the page for a file that is dropped on it. */
export function takeDrops(target: EventTarget, taken: (file: File) => void): void {
  const listen = (name: string) =>
    target.addEventListener(name, (event) => {
      const { dataTransfer } = event as DragEvent;
      if (!dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const [file] = dataTransfer.files;
      if (name === "drop" && file) taken(file);
    });
  listen("dragover");
  listen("drop");
}
