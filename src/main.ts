/*
 * The way in, for the server and for every command beside it: `main.js`, `main.js migrate`, … It imports nothing until
 * the version of Node is known to fit, because an old one would break deep inside a library, in words that help nobody.
 */
const NEEDED = 24;
const COMMANDS = ['migrate', 'schema', 'dev', 'create-federation', 'reindex', 'walkthrough', 'torture'];

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `联动需要 Node ${NEEDED} 或更新的版本，当前是 ${process.version}。\n` +
      `在 Linux 和 Windows（x64）上，npm ci 会随项目安装合适的 Node，请用 npm start 启动；在其他平台上请先从 https://nodejs.org 安装。`,
  );
  process.exit(1);
}

const command = process.argv[2];
if (command !== undefined && COMMANDS.includes(command)) {
  process.argv.splice(2, 1); // the command sees its own arguments, as if it had been started directly
  await import(`./cli/${command}.js`);
} else {
  await import('./start.ts');
}
