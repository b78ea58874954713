import type { Command } from "./commands.ts";

/**
 * A server's command, such that the server goes on for some seconds after its container was asked to stop, and is only then asked itself.
 * When AWS takes back Spot capacity, the load balancer may send requests to a task after that: ECS waits for no draining there
 * (https://github.com/aws/containers-roadmap/issues/2673). Every other time ECS has drained the task before, and it just takes that
 * much longer to stop.
 *
 * Any POSIX shell can run it (dash, busybox), below a process 1 that reaps (`initProcessEnabled`). A second signal ends the wait at once. The server
 * alone gets signals, the one that came; the exit code is the server's. Shells start what is in the background with SIGINT and
 * SIGQUIT ignored: a server that an image stops with these has to handle them itself, as gunicorn and nginx do.
 */
export function lameDuckCommand(seconds: number, command: Command): Command {
  return ["sh", "-c", SCRIPT, "lame-duck", String(seconds), ...command];
}

// `i` is set by a signal: then what `wait` returned need not be the server's code. 127 is the answer to waiting twice.
const SCRIPT = `d=$1; shift; s= t= i=
stop() {
  i=1
  if [ -z "$s" ]; then exit 143; fi
  if [ -n "$t" ]; then kill -s "$1" "$s"; return; fi
  echo "Asked to stop: goes on for $d s." >&2
  (trap 'kill "$p"; exit' TERM; sleep "$d" & p=$!; wait "$p"; kill -s "$1" "$s") >/dev/null 2>&1 & t=$!
}
trap 'stop TERM' TERM; trap 'stop INT' INT; trap 'stop QUIT' QUIT
"$@" & s=$!
wait "$s"; r=$?
while [ -n "$i" ]; do i=; wait "$s"; n=$?; [ "$n" = 127 ] || r=$n; done
if [ -n "$t" ]; then kill "$t" 2>/dev/null; fi
exit "$r"`;
