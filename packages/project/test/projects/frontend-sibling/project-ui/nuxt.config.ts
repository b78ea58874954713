export default defineNuxtConfig({
  compatibilityDate: "2026-01-01",
  runtimeConfig: { public: { apiBase: "http://localhost:8000" } },
});
