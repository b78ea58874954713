// The entry of the command line: plain JavaScript, so that a Node.js that can't read TypeScript can still say so.
const needed = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `Node.js ${process.versions.node} is too old, ${needed.join(".")} or newer is needed. ` +
      "`npx -y pnpm@12 install` brings one along; start the command with `npx -y pnpm@12` to use it.",
  );
  process.exitCode = 1;
} else {
  const { outliveReaders } = await import("@ublog/app-update/src/outliveReaders.ts");
  outliveReaders();
  const { main } = await import("./src/cli.ts");
  process.exitCode = await main(process.argv.slice(2));
}
