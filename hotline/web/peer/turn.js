// One task after another: what a lock of asyncio is to the Python twin.

/** Runs tasks in the order in which they come, each once the one before has ended, well or badly. */
export class Turn {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * What the task gives, once those before it are done.
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  run(task) {
    const own = this.#last.then(task);
    this.#last = own.catch(() => null);
    return own;
  }
}
