// Lets one call of kaleido draw a whole list of charts.
//
// The call carries a figure without data whose layout.meta is a list of jobs:
// {index, key, plot, width, height}, where plot is plotly's JSON as text. It answers
// with JSON text: a list, in the same order, of {index, key, svg} or, for a figure
// that cannot be drawn, {index, key, error}.
(() => {
  "use strict";

  const drawOne = kaleido_scopes.plotly;

  // plotly makes the ids in its SVG with Math.random. The same numbers for every
  // chart make its SVG the same bytes wherever in a batch it stands.
  const seeded = () => {
    let state = 1;
    return () => {
      state = (state * 48271) % 2147483647;
      return (state - 1) / 2147483646;
    };
  };

  const draw = async ({ index, key, plot, width, height }) => {
    Math.random = seeded();
    try {
      const data = JSON.parse(plot);
      const spec = { format: "svg", scale: 1, width, height, data };
      const { code, message, result } = await drawOne(spec);
      return code === 0
        ? { index, key, svg: result }
        : { index, key, error: String(message) };
    } catch (error) {
      return { index, key, error: String(error) };
    }
  };

  kaleido_scopes.plotly = async ({ data }) => {
    const answers = [];
    for (const job of data.layout.meta) {
      answers.push(await draw(job));
    }
    const result = JSON.stringify(answers);
    return { code: 0, message: null, format: "svg", result };
  };
})();
