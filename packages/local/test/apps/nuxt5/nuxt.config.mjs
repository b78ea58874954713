export default defineNuxtConfig({
  compatibilityDate: "2026-11-01",
  telemetry: false,
  runtimeConfig: { public: { apiBase: "" } },
  // This nightly takes it from outside the bundle in one place and not in another, and doesn't build.
  build: { transpile: ["ufo"] },
});
