const b = "/x";
export default withA(defineConfig({base: b + "/y", list: [1, ...z], f: () => ({a: `t${b}`}), r: /a\/b/g}));
