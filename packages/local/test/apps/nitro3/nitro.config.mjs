import { defineConfig } from "nitro";

export default defineConfig({ compatibilityDate: "2026-11-01", serverDir: "./", preset: "node-server" });
