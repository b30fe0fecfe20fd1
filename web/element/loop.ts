/** The one requestAnimationFrame of an element. It runs only while there is something to move. */
export class Loop {
  #frame: (wall: number) => boolean;
  #pending = 0;

  /** `frame` draws and says whether it wants to be called again. */
  constructor(frame: (wall: number) => boolean) {
    this.#frame = frame;
  }

  request(): void {
    if (this.#pending === 0) this.#pending = requestAnimationFrame((wall) => this.#run(wall));
  }

  stop(): void {
    cancelAnimationFrame(this.#pending);
    this.#pending = 0;
  }

  #run(wall: number): void {
    this.#pending = 0;
    if (this.#frame(wall)) this.request();
  }
}
