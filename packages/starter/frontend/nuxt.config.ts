export default defineNuxtConfig({
  compatibilityDate: "2026-11-01",
  telemetry: false,
  runtimeConfig: {
    public: {
      // Where the API is. NUXT_PUBLIC_API_BASE sets it, which each stack gives; without one the API is at the same address as the page.
      apiBase: "",
    },
  },
  $development: {
    // So that it is on a developer's machine, too: `manage.py runserver` has this port.
    routeRules: { "/api/**": { proxy: "http://127.0.0.1:8000/api/**" } },
  },
});
