import type { ProjectFacts } from "../facts.ts";

export interface Routes {
  paths: string[];
  reason: string;
  /** Whether the project answers at `/` itself, where the front end does in the environment. */
  hidesRoot: boolean;
}

/** What a load balancer takes without a further rule for each few. */
const MAX_PATHS = 20;

/** The paths that Django answers: all of them where there is no front end. */
export function routesOf(
  { urls, settings }: ProjectFacts,
  hasFrontend: boolean,
  hasSockets: boolean,
): Routes {
  if (!hasFrontend) return { paths: ["/*"], reason: "no front end: all paths", hidesRoot: false };
  const sockets = hasSockets ? ["/ws/*"] : [];
  const files = settings.static.where === "image" ? [`${pathOf(settings.staticUrl)}*`] : [];
  const first = (urls?.first ?? [])
    .filter((path) => /^[A-Za-z0-9_.$/~"'@:+&-]+$/.test(path))
    .slice(0, MAX_PATHS);
  if (first.length === 0)
    return {
      paths: [...new Set(["/api/*", "/admin/*", ...files, ...sockets])],
      reason: "",
      hidesRoot: urls?.hasRoot === true,
    };
  const own = first.map((path) => (urls?.bare.includes(path) ? `/${path}` : `/${path}/*`));
  return {
    paths: [...new Set([...own, ...files, ...sockets])],
    reason: `from ${settings.rootUrlconf}`,
    hidesRoot: urls?.hasRoot === true,
  };
}

/** A setting such as STATIC_URL as a path with slashes around it; `/static/` where it is an address elsewhere. */
function pathOf(url: string): string {
  if (/^https?:|^\/\//.test(url)) return "/static/";
  return `/${url}/`.replace(/\/+/g, "/");
}

/** Where the stack's middleware, or the kit's, answers the load balancer. */
export const HEALTH_CHECK_PATH = "/api/health-check/";

export function healthCheckOf({ runs }: ProjectFacts): { path: string; reason: string } {
  const found = runs.healthCheckPath;
  // The kit answers that path itself, instead of the project: at `/` that would be its home page.
  if (found === undefined || !/^\/\S+$/.test(found.path))
    return { path: HEALTH_CHECK_PATH, reason: "answered by the kit's middleware" };
  return { path: found.path, reason: `from ${found.from}; answered by the kit's middleware` };
}
