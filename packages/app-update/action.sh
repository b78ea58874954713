#!/usr/bin/env bash
# What the action runs: app-update from this folder if its packages are installed, otherwise the same version from npm.
# Every input comes in a variable of its own, so none of it is ever read as shell.
set -euo pipefail

arguments=("$APP_UPDATE_COMMAND" "--stack=$APP_UPDATE_STACK")
if [ -n "$APP_UPDATE_PROJECT" ]; then arguments+=("--project=$APP_UPDATE_PROJECT"); fi
if [ -n "$APP_UPDATE_REGION" ]; then arguments+=("--region=$APP_UPDATE_REGION"); fi
if [ -n "$APP_UPDATE_TIMEOUT" ]; then arguments+=("--timeout=$APP_UPDATE_TIMEOUT"); fi
if [ -n "$APP_UPDATE_WITHIN" ]; then arguments+=("--within=$APP_UPDATE_WITHIN"); fi
if [ -n "${APP_UPDATE_BACKEND-}" ]; then arguments+=("--backend=$APP_UPDATE_BACKEND"); fi
if [ -n "${APP_UPDATE_FRONTEND-}" ]; then arguments+=("--frontend=$APP_UPDATE_FRONTEND"); fi
case "$APP_UPDATE_FORCE" in
  true) arguments+=("--force") ;;
  false | "") ;;
  *)
    echo "::error::The input force is '$APP_UPDATE_FORCE'. Write true or false."
    exit 3
    ;;
esac
case "${APP_UPDATE_CHECK-}" in
  false) arguments+=("--no-check") ;;
  true | "") ;;
  *)
    echo "::error::The input check is '$APP_UPDATE_CHECK'. Write true or false."
    exit 3
    ;;
esac
read -r -d '' -a digests <<<"$APP_UPDATE_DIGEST" || true
for digest in ${digests[@]+"${digests[@]}"}; do arguments+=("--digest=$digest"); done
while IFS= read -r line; do
  if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"$APP_UPDATE_ARGUMENTS"
# An empty version is passed on too where nothing else is named, so that app-update says what is wrong with it; and none is ever
# read as an option.
named="${APP_UPDATE_BACKEND-}${APP_UPDATE_FRONTEND-}"
case "$APP_UPDATE_COMMAND$named" in
  release | plan) arguments+=("--" "$APP_UPDATE_VERSION") ;;
  *) if [ -n "$APP_UPDATE_VERSION" ]; then arguments+=("--" "$APP_UPDATE_VERSION"); fi ;;
esac

if [ -d "$GITHUB_ACTION_PATH/node_modules" ]; then
  exec node "$GITHUB_ACTION_PATH/src/start.js" "${arguments[@]}"
fi
version="$(node -p 'require(process.env.GITHUB_ACTION_PATH + "/package.json").version')"
exec npx --yes "@ublog/app-update@$version" "${arguments[@]}"
