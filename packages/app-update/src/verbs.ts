/** The verbs of the release tool, each with what it does. It imports nothing: the help of other command lines lists them too. */
export const VERBS = {
  plan: "compare what runs with what a release would make of it",
  check: "ask an image whether it fits the environment",
  release: "verify, check, migrate, roll out; all of it, or back",
  rollback: "all processes together back to an earlier release",
  status: "what is running, and anything out of the ordinary",
  history: "who released what and when",
  logs: "the log of all tasks of a process",
  run: "a command in a task of its own: run -- python manage.py …; ends with its exit code",
  exec: "a shell, or a command, in a running task of a process",
  restart: "new tasks of the same version, for example after a secret was changed",
  scale: "change the number of tasks",
} as const;
