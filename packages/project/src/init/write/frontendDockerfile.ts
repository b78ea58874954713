import { posix } from "node:path";
import type { ProjectFacts } from "../facts.ts";

/** How each package manager installs what is locked and builds. */
const MANAGERS = {
  pnpm: {
    install: "pnpm install --frozen-lockfile",
    build: "pnpm run build",
    lock: ["pnpm-lock.yaml", "pnpm-workspace.yaml"],
  },
  npm: { install: "npm ci", build: "npm run build", lock: ["package-lock.json"] },
  yarn: {
    install: "corepack enable && yarn install --frozen-lockfile",
    build: "yarn build",
    lock: ["yarn.lock", ".yarnrc.yml"],
  },
  bun: {
    install: "npm install --global bun && bun install --frozen-lockfile",
    build: "bun run build",
    lock: ["bun.lock", "bun.lockb"],
  },
} as const;

/** The starter's Dockerfile for another Nuxt front end, by its package manager. */
export function frontendDockerfile(
  starter: string,
  { tree, folder, packageManager }: NonNullable<ProjectFacts["frontend"]>,
): string {
  const { install, build, lock } = MANAGERS[packageManager];
  const files = [...lock, ".npmrc"].filter((name) => tree.has(posix.join(folder, name)));
  const isLocked = files.some((name) => /lock/.test(name));
  return starter
    .split("\n")
    .flatMap((line): string[] => {
      if (/^RUN npm install --global pnpm/.test(line)) return packageManager === "pnpm" ? [line] : [];
      if (/^COPY package\.json /.test(line))
        return [`COPY package.json ${files.join(" ")} ./`.replace("  ", " ")];
      if (/^RUN .*pnpm install/.test(line)) {
        if (packageManager === "pnpm" && isLocked) return [line];
        return [`RUN ${isLocked ? install : "npm install"}`];
      }
      return [line === "RUN pnpm run build" ? `RUN ${build}` : line];
    })
    .join("\n");
}
