// As much of a page as measuring text needs: every letter is half as wide as the font is high.
globalThis.document = {
  createElement: () => ({
    getContext: () => ({
      measureText(text) {
        const size = Number(/([\d.]+)px/.exec(this.font)[1]);
        return { width: 0.5 * size * [...text].length };
      },
    }),
  }),
};

// A packed array, as packed.js unpacks it.
export const array = (shape, numbers) => ({ shape, data: Float32Array.from(numbers) });
