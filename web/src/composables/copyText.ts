/** Puts a text where it can be pasted from; `false` where the browser lets no page do that, as over plain HTTP. */
export const copyText = (text: string): Promise<boolean> =>
  window.isSecureContext
    ? navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false)
