/** The environment of somebody who types a command: without what the test's own pnpm, and GitHub around it, have set. */
export function typedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|INIT_CWD|NODE_OPTIONS|NODE_PATH|VITEST|GITHUB_|GIT_)/i.test(name),
    ),
  );
}
