#!/usr/bin/env bash
# What the action runs: app-update from this folder where its packages are installed, else the same version from npm.
# Every input comes in a variable of its own, so none of it is ever read as shell.
set -euo pipefail

arguments=("$APP_UPDATE_COMMAND" "--env=$APP_UPDATE_ENVIRONMENT")
if [ -n "$APP_UPDATE_REGION" ]; then arguments+=("--region=$APP_UPDATE_REGION"); fi
while IFS= read -r line; do
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"$APP_UPDATE_ARGUMENTS"
if [ -n "$APP_UPDATE_VERSION" ]; then arguments+=("$APP_UPDATE_VERSION"); fi

if [ -d "$GITHUB_ACTION_PATH/node_modules" ]; then
  exec node "$GITHUB_ACTION_PATH/src/start.js" "${arguments[@]}"
fi
version="$(node -p 'require(process.env.GITHUB_ACTION_PATH + "/package.json").version')"
exec npx --yes "@ublog/app-update@$version" "${arguments[@]}"
