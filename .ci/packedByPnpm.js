// Only pnpm writes the versions that `catalog:` stands for into a package: packed by npm or Yarn it can't be installed.
const packer = process.env.npm_config_user_agent ?? "";
if (!packer.startsWith("pnpm/")) {
  console.error(
    `error: ${packer.split("/")[0] || "what packs this"} leaves versions as "catalog:" in package.json, which nobody can install. Run in this folder: npx -y pnpm@12 pack`,
  );
  process.exitCode = 1;
}
